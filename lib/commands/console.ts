import { existsSync } from 'node:fs';
import type { Config } from '../kernel/config.ts';
import { type Database, openDatabase } from '../kernel/database.ts';
import type { Origin } from '../kernel/types.ts';
import { type MessageKey, t } from '../messages/index.ts';

type Params = Record<string, string | number>;

/** The operator's console speaks both languages: who is called at night may read only one of them. */
export const both = (key: MessageKey, params: Params = {}): string =>
  `${t('zh', key, params)}  ${t('en', key, params)}`;

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export const say = (key: MessageKey, params?: Params): void => print(both(key, params));

/** What `lims` says when it is called without a command. */
export function usage(names: string[]): void {
  say('cmd.usage');
  for (const name of names) print(`  ${name.padEnd(12)} ${both(`cmd.${name}` as MessageKey)}`);
}

/** Where acts of the console come from, for the trail. */
export const consoleOrigin = (request: string): Origin => ({ ip: 'console', station: 'console', session: '', request });

/** Opens the database that the configuration names as it is: nothing is created, nothing is migrated. @throws Error when there is none */
export async function openExisting({ database }: Config): Promise<Database> {
  if (database.engine === 'sqlite' && !existsSync(database.file))
    throw new Error(both('cmd.no-database', { file: database.file }));
  return openDatabase(database);
}
