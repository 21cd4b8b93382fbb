import type { MessageKey } from '../messages/index.ts';

/** Values put into `{name}` placeholders of a message. */
export type MessageParams = Record<string, string | number>;

/** The signed-in person as the screens need them. */
export interface UiUser {
  id: string;
  login: string;
  name: string;
  roles: readonly string[];
  lang: 'zh' | 'en';
}

/** One refused field or rule, in words of the chosen language; `field` is a dot path of the form. */
export interface Problem {
  field?: string;
  text: string;
}

/** What every view receives beside its data: words, the user, and what was typed before a refusal. */
export interface Ui {
  lang: 'zh' | 'en';
  t: (key: MessageKey, params?: MessageParams) => string;
  user: UiUser | null;
  csrf: string;
  /** Path of the page with its query, e.g. `/samples?state=testing`. */
  path: string;
  /** UTC ISO time of the request. */
  now: string;
  /** Date in China, `YYYY-MM-DD`. */
  today: string;
  /** Idempotency key for the forms on this page. */
  key: string;
  may(permission: string): boolean;
  /** The text typed before a refusal, else `current`, else ''. */
  value(field: string, current?: string): string;
  /** Whether a tick (or one of a list of one name) was set before a refusal, else `current`. */
  ticked(field: string, value: string, current: boolean): boolean;
  problem(field: string): string | undefined;
  problems: readonly Problem[];
  /** Address of a static file, e.g. `app.css` → `/assets/app.css?v=…`. */
  asset(name: string): string;
}
