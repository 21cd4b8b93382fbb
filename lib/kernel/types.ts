import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Catalogue } from '../catalogue/index.ts';
import type { Calendar } from '../core/deadlines.ts';
import type { Reason } from '../core/refusal.ts';
import type { Assets } from './assets.ts';
import type { Clock, Ids } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { FileStore } from './files.ts';
import type { Role } from './roles.ts';
import type { Rules } from './rules.ts';
import type { TableName } from './tables.ts';

export type { Role } from './roles.ts';

export type Lang = 'zh' | 'en';

/** The meanings a signature may carry (DI-11); a closed list. */
export type Meaning = 'test' | 'review' | 'approve' | 'issue' | 'void' | 'notify' | 'release';

export interface User {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  lang: Lang;
  /** The organisation outside the institute that the account belongs to; absent for the institute's own people. */
  organisation?: string;
}

/** What the program runs on; made once at start and handed down. */
export interface App {
  config: Config;
  db: Database;
  clock: Clock;
  ids: Ids;
  /** The definitions in force: what came with the program, with what the institute released over it. */
  catalogue: Catalogue;
  /** The definitions as they came with the program. */
  program: Catalogue;
  calendar: Calendar;
  rules: Rules;
  files: FileStore;
  assets: Assets;
  log: Logger;
  /** What the registers say against a test; put together where the program is (lib/open.ts), asked by lib/testing. */
  testReasons?: (
    app: App,
    db: Knex,
    testId: string,
    asked: { by?: { user: Pick<User, 'id' | 'name'>; act: 'test' | 'review' | 'sign' }; onlyRefusing?: boolean },
  ) => Promise<Told[]>;
  /** Which results a control chart holds back, and why, by test: neither review nor approval nor issue go on while there is one. */
  holdReasons?: (db: Knex, testIds: readonly string[], move?: 'review' | 'lock') => Promise<Map<string, Reason[]>>;
  /** Who may test what on a day, by the register of authorisations. */
  testers?: (app: App, db: Knex, asked: TestersAsked) => Promise<Testers>;
  /** The run (检验批) in which each of these tests stands, by test. */
  runsOf?: (db: Knex, testIds: readonly string[]) => Promise<Map<string, { id: string; number: string }>>;
  /** What the instrument's own file says of these results that a reviewer must see (manual integration), by test. */
  fileFlags?: (db: Knex, testIds: readonly string[]) => Promise<Map<string, FileFlag[]>>;
  /** The balances that answer now, as the bench offers them, by ledger number. */
  balances?: (db: Knex) => Promise<{ number: string; name: string }[]>;
  /** The instrument files from which readings of a test were taken, as the reviewer reads them beside the record. */
  filesOf?: (app: App, db: Knex, testId: string) => Promise<InstrumentFile[]>;
  /** Whether a case lies within what a person may see (an authority: its own); asked where a number leads to a case. */
  seesCase?: (query: Pick<Query, 'db' | 'user'>, caseId: string) => Promise<boolean>;
  /** What follows in the same transaction once analysts have signed records: control values go to their charts. */
  submitted?: (act: Act, testIds: readonly string[]) => Promise<void>;
}

/** People, and the day (YYYY-MM-DD) for which their authorisations are asked. */
export interface TestersAsked {
  people: readonly string[];
  day: string;
}

/** `off`: authorisations are not asked; `warn`: they are told; `refuse`: without one nobody tests. */
export interface Testers {
  mode: 'off' | 'warn' | 'refuse';
  /** Why the person is not authorised to test the parameter, or null. */
  against(person: string, parameter: string): Reason | null;
}

/** A mark of an instrument file: `flag` has its words as `unusual.flag.<flag>` with the params; `cell`: dot path of the reading; `href`: the file. */
export interface FileFlag {
  flag: string;
  params: Record<string, string | number>;
  cell?: string;
  href: string;
}

/** A file of an instrument: `hash` is the SHA-256 of its bytes, `text` what was read of it (absent for what is no text), `href` its page. */
export interface InstrumentFile {
  name: string;
  href: string;
  type: string;
  hash: string;
  text?: string;
}

/** A reason, and whether it stops the act or is only told. */
export interface Told {
  reason: Reason;
  refuses: boolean;
  /** Names the exact reason: SHA-256 of its id and params. */
  key: string;
  /** By what right two persons may set it aside; absent where nobody may. */
  basis?: string;
  /** What was asked and decided about exactly this reason of this test. Once approved it refuses no more. */
  override?: SetAside;
}

/** Somebody asked to set a reason aside, and what another person decided. Times UTC ISO. */
export interface SetAside {
  id: string;
  state: 'asked' | 'approved' | 'declined' | 'withdrawn';
  why: string;
  askedBy: string;
  askedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  decision: string | null;
}

export interface Row {
  id: string;
  version: number;
}

/** Where a request came from, for the trail (DI-02). */
export interface Origin {
  ip: string;
  station: string;
  session: string;
  request: string;
}

export interface Act {
  app: App;
  db: Knex.Transaction;
  user: User;
  origin: Origin;
  /** Server time of this act, UTC ISO with milliseconds; the same for every row of the act. */
  now: string;
  /** The same moment as a date in China. */
  today: string;
  /** Inserts a row, adding id (unless given), version 1 and created_at, and records the event with all fields. */
  insert<T extends Row>(table: TableName, row: Omit<T, 'id' | 'version' | 'created_at'> & { id?: string }): Promise<T>;
  /** Inserts many rows of one table in one statement; one event a row. */
  insertAll<T extends Row>(
    table: TableName,
    rows: (Omit<T, 'id' | 'version' | 'created_at'> & { id?: string })[],
  ): Promise<T[]>;
  /**
   * Changes a row if it still has the version that was read, and records old and new of each field.
   * @throws Refusal 'record.stale' when somebody else was faster
   */
  update<T extends Row>(table: TableName, row: T, patch: Partial<T>, why?: { reason?: string | undefined }): Promise<T>;
  /** An event without a change of a row: print, export, sign-in. */
  record(event: { action?: string; entity: string; id: string; note?: string; by?: User }): void;
  /** The next number of a kind for the year of `today`, formatted by the pattern; drawn in this transaction, so without gaps. */
  number(kind: string, pattern: string, parts?: Record<string, string>): Promise<string>;
  /** Registers a code that a scanner may read. */
  code(code: string, kind: string, entity: string, entityId: string): Promise<void>;
  /** Keeps a definition (parameter, form, specification) by its content hash. */
  keep(kind: string, code: string, hash: string, body: unknown): Promise<void>;
  /**
   * Writes one signature a record, all bound to one re-authentication (the route declares `signs`, the kernel has checked the password).
   * `at` is the moment that a paper already prints; without it, the moment of this act.
   * @throws Error when the route did not declare it
   */
  sign(meaning: Meaning, records: { entity: TableName; id: string; hash: string }[], at?: string): Promise<void>;
  /** Runs after the commit; an effect that fails is logged and never undoes what was acknowledged. */
  after(effect: () => Promise<void>): void;
}

export interface Query {
  app: App;
  db: Knex;
  user: User;
  now: string;
  today: string;
}
