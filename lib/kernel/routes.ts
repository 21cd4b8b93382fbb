import type { JSX } from 'preact';
import type { Ui } from '../ui/context.ts';
import type { Permission } from './access.ts';
import type { JsonSchema } from './request.ts';
import type { Session } from './session.ts';
import type { Act, App, Origin, Query } from './types.ts';

/** A permission of the table, or `signed-in`, or `public`. A route without one does not compile, and an unknown one does not start. */
export type Needs = Permission | 'signed-in' | 'public';

interface Common {
  /** `entity.verb`: the name of the act in the trail and of the operation in the API. */
  name: string;
  /** Path of the page; the API has the same path under /api/v1. */
  path: string;
  needs: Needs;
  /** Parameters of the path together with query (GET) or body (POST). */
  input: JsonSchema;
}

/** A piece of a page that replaces what an act changed. `value`: what now stands in the cell, where the act names one. */
export interface Fragment {
  version: number;
  view: JSX.Element;
  value?: string;
}

export interface PageSpec<I, D> extends Common {
  answer: JsonSchema;
  load(query: Query, input: I): Promise<D>;
  title(data: D, ui: Ui): string;
  view(data: D, ui: Ui): JSX.Element;
  /** The piece of the page that follows from what is asked: a script fetches it alone (header X-Fragment) while somebody types. */
  part?(data: D, ui: Ui): JSX.Element;
  /** Where the browser goes instead of seeing the page (a scanned code opens its object). */
  redirect?(data: D): string | undefined;
  /** Pages without navigation: sign-in, set-up, public verification. */
  bare?: boolean;
  /** Bench pages fold the navigation so that the record gets the width. */
  wide?: boolean;
}

export interface PostSpec<I, O, P> extends Common {
  answer: JsonSchema;
  /** The act signs: the password in the input is checked, then taken away, before the transaction opens. */
  signs?: boolean;
  /** Slow work that must not hold the write lock, e.g. checking a password; its result is handed to `run`. */
  prepare?(caller: Caller, input: I): Promise<P>;
  run(act: Act, input: I, prepared: P): Promise<O>;
  /** A new session token for the browser, or null to take it away. */
  cookie?(prepared: P): string | null;
  /** Makes something new: the API then asks for an Idempotency-Key (FT-05). */
  creates?: true;
  /** Changes a record that was read before: If-Match, or `version` in the body (FT-06). */
  versioned?: true;
  /** Takes files: the megabytes that they may have together. A form then sends multipart/form-data. */
  upload?: number;
  /** Where the browser goes next. */
  then(output: O, input: I): string;
  /** The page that is shown again, with what was typed, when the act is refused. */
  on: PageRoute;
  /** Replaces a piece of the page instead of the whole (bench cells). */
  fragment?(query: Query, output: O, ui: Ui): Promise<Fragment>;
}

export interface FileSpec<I> extends Common {
  load(query: Query, input: I): Promise<FileAnswer>;
  /** Printing and exporting are events of the trail (DI-06). */
  event?(input: I, file: FileAnswer): { entity: string; id: string };
}

export interface FileAnswer {
  body: Buffer;
  type: string;
  name: string;
  inline?: boolean;
  /** The bytes never change (an issued report): the browser may keep them. */
  immutable?: boolean;
}

/** Routes with their types set aside: what the mounting code and the lists of all routes work with. */
export interface PageRoute extends Common {
  kind: 'page';
  answer: JsonSchema;
  bare: boolean;
  wide: boolean;
  load(query: Query, input: unknown): Promise<unknown>;
  redirect(data: unknown): string | undefined;
  title(data: unknown, ui: Ui): string;
  view(data: unknown, ui: Ui): JSX.Element;
  part?: ((data: unknown, ui: Ui) => JSX.Element) | undefined;
}
export interface PostRoute extends Common {
  kind: 'post';
  answer: JsonSchema;
  creates: boolean;
  versioned: boolean;
  upload: number;
  signs: boolean;
  prepare(caller: Caller, input: unknown): Promise<unknown>;
  run(act: Act, input: unknown, prepared: unknown): Promise<unknown>;
  cookie?: ((prepared: unknown) => string | null) | undefined;
  then(output: unknown, input: unknown): string;
  on: PageRoute;
  fragment?: ((query: Query, output: unknown, ui: Ui) => Promise<Fragment>) | undefined;
}
export interface FileRoute extends Common {
  kind: 'file';
  load(query: Query, input: unknown): Promise<FileAnswer>;
  event?: ((input: unknown, file: FileAnswer) => { entity: string; id: string }) | undefined;
}
export type Route = PageRoute | PostRoute | FileRoute;

/** A page and its JSON twin from one declaration. */
export function page<I, D>(spec: PageSpec<I, D>): PageRoute {
  const { part } = spec;
  return {
    kind: 'page',
    name: spec.name,
    path: spec.path,
    needs: spec.needs,
    input: spec.input,
    answer: spec.answer,
    bare: spec.bare ?? false,
    wide: spec.wide ?? false,
    load: (query, input) => spec.load(query, input as I),
    redirect: (data) => spec.redirect?.(data as D),
    title: (data, ui) => spec.title(data as D, ui),
    view: (data, ui) => spec.view(data as D, ui),
    part: part && ((data, ui) => part(data as D, ui)),
  };
}

/** An act as an HTML form and as a JSON call from one declaration. */
export function post<I, O, P = undefined>(spec: PostSpec<I, O, P>): PostRoute {
  const { name, needs, signs = false, fragment, cookie } = spec;
  return {
    kind: 'post',
    name,
    path: spec.path,
    needs,
    input: spec.input,
    answer: spec.answer,
    creates: spec.creates ?? false,
    versioned: spec.versioned ?? false,
    upload: spec.upload ?? 0,
    signs,
    prepare: async (caller, input) => spec.prepare?.(caller, input as I),
    run: (act, input, prepared) => spec.run(act, input as I, prepared as P),
    cookie: cookie && ((prepared) => cookie(prepared as P)),
    then: (output, input) => spec.then(output as O, input as I),
    on: spec.on,
    fragment: fragment && ((query, output, ui) => fragment(query, output as O, ui)),
  };
}

/** A paper, a label, an export. */
export function file<I>(spec: FileSpec<I>): FileRoute {
  const { event } = spec;
  return {
    kind: 'file',
    name: spec.name,
    path: spec.path,
    needs: spec.needs,
    input: spec.input,
    load: (query, input) => spec.load(query, input as I),
    event: event && ((input, answer) => event(input as I, answer)),
  };
}

/** The rooms of the navigation, in their order: the day's work, what does not conform, quality, what results rest on, the system. */
export const navGroups = ['work', 'disposal', 'quality', 'resources', 'system'] as const;
export type NavGroup = (typeof navGroups)[number];

/** One entry of the navigation; shown to those whose roles hold the permission. */
export interface NavEntry {
  href: string;
  label: string;
  needs: Permission | 'signed-in';
  /** Where it stands; 'work' when nothing is said. */
  group?: NavGroup;
}

/** A slice of the product as the table of contents lists it. */
export interface Slice {
  name: string;
  routes: Route[];
  nav: NavEntry[];
}

/** Who calls, before any transaction is open. */
export interface Caller {
  app: App;
  origin: Origin;
  session?: Session;
  /** The token of a device (Authorization: Bearer …), not yet checked. */
  bearer?: string;
}
