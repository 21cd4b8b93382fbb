#!/usr/bin/env node
import {
  backup,
  catalogue,
  demo,
  migrate,
  readFile,
  restore,
  say,
  selfcheck,
  usage,
  user,
  verify,
} from './commands/index.ts';
import { readConfig } from './kernel/config.ts';
import { serve, stopOnSignal } from './serve.ts';
import { slices } from './slices.ts';

/** The operator's commands, one line each; each answers with its exit code, or with nothing while it serves. */
const commands: Record<string, (args: string[]) => Promise<number | undefined>> = {
  serve: async () => void (await import('./main.ts')),
  migrate: () => migrate(readConfig(process.env)),
  user: (args) => user(readConfig(process.env), args),
  verify: () => verify(readConfig(process.env)),
  backup: (args) => backup(readConfig(process.env), args),
  restore: (args) => restore(readConfig(process.env), args),
  selfcheck: () => selfcheck(readConfig(process.env)),
  catalogue: (args) => catalogue(readConfig(process.env), args),
  'read-file': (args) => readFile(args),
  demo: () => demo(readConfig(process.env), { slices, serve, stopOnSignal }),
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  if (name !== '') say('cmd.unknown', { name });
  usage(Object.keys(commands));
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
