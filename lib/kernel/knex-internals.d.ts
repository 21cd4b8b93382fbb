// Two inner modules of knex that carry no types: the SQLite client and its transaction, subclassed for BEGIN IMMEDIATE.
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import { Knex } from 'knex';
  export default class ClientBetterSqlite3 extends Knex.Client {
    transaction(...args: unknown[]): unknown;
  }
}
declare module 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js' {
  export default class SqliteTransaction {
    constructor(client: unknown, ...args: unknown[]);
    query(connection: unknown, sql: string): Promise<unknown>;
    begin(connection: unknown): Promise<unknown>;
  }
}
