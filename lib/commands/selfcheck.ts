import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDefinitions, loadCatalogue } from '../catalogue/index.ts';
import { roundPlaces } from '../core/rounding.ts';
import { perform } from '../kernel/action.ts';
import type { Config } from '../kernel/config.ts';
import { systemUser } from '../kernel/session.ts';
import type { Act, App } from '../kernel/types.ts';
import { verifyTrail } from '../kernel/verify.ts';
import type { MessageKey } from '../messages/index.ts';
import { openApp } from '../open.ts';
import { loadFonts } from '../pdf/fonts.ts';
import { both, consoleOrigin, print, say } from './console.ts';

/** One check of the installation (IQ) or of its operation (OQ): answers with a detail, or throws with what is wrong (DI-21). */
export interface Check {
  name: MessageKey;
  run(config: Config): Promise<string>;
}

const OLDEST_NODE = [20, 19];
const LEAST_FREE_MB = 500;

export const checks: readonly Check[] = [
  { name: 'cmd.check.node', run: async () => nodeVersion() },
  { name: 'cmd.check.disk', run: ({ dataDir }) => disk(dataDir) },
  { name: 'cmd.check.sqlite', run: (config) => scratch(config, sqlite) },
  { name: 'cmd.check.trail', run: (config) => scratch(config, trail) },
  { name: 'cmd.check.numbers', run: async () => numbers() },
  { name: 'cmd.check.definitions', run: async ({ root }) => examples(root) },
  { name: 'cmd.check.fonts', run: () => fonts() },
];

/** Runs all checks and prints one line each; exit code 1 when one fails. */
export async function selfcheck(config: Config, all: readonly Check[] = checks): Promise<number> {
  let failed = 0;
  for (const { name, run } of all) {
    try {
      const detail = await run(config);
      print(`${both('cmd.check.ok')}\t${both(name)}\t${detail}`);
    } catch (error) {
      failed += 1;
      print(`${both('cmd.check.failed')}\t${both(name)}\t${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failed > 0) say('cmd.check.some', { count: failed });
  else say('cmd.check.all');
  return failed > 0 ? 1 : 0;
}

function must(holds: boolean, detail: string): string {
  if (!holds) throw new Error(detail);
  return detail;
}

function nodeVersion(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = OLDEST_NODE;
  return must(
    major > leastMajor || (major === leastMajor && minor >= leastMinor),
    `${process.version} ${process.platform} ${process.arch}`,
  );
}

async function disk(dataDir: string): Promise<string> {
  mkdirSync(dataDir, { recursive: true });
  const probe = join(dataDir, '.selfcheck');
  const handle = openSync(probe, 'w');
  writeSync(handle, 'x'.repeat(65_536));
  fsyncSync(handle);
  closeSync(handle);
  rmSync(probe);
  const { bavail, bsize } = await statfs(dataDir);
  const free = Math.floor((bavail * bsize) / 1_048_576);
  return must(free >= LEAST_FREE_MB, `${dataDir} ${free} MB`);
}

/** Runs a check on a database of its own, so that the one in use is not touched. */
async function scratch(config: Config, run: (app: App) => Promise<string>): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lims-selfcheck-'));
  try {
    const app = await openApp({ ...config, dataDir, database: { engine: 'sqlite', file: join(dataDir, 'lims.db') } });
    return await run(app).finally(() => app.db.close());
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function sqlite({ db }: App): Promise<string> {
  const [version] = await db.write.raw<{ v: string }[]>('select sqlite_version() as v');
  const settings: string[] = [];
  for (const name of ['journal_mode', 'synchronous', 'foreign_keys', 'recursive_triggers']) {
    const [row] = await db.write.raw<Record<string, unknown>[]>(`pragma ${name}`);
    settings.push(`${name}=${String(row?.[name])}`);
  }
  const wanted = ['journal_mode=wal', 'synchronous=2', 'foreign_keys=1', 'recursive_triggers=1'];
  return must(
    wanted.every((setting) => settings.includes(setting)),
    `SQLite ${version?.v ?? '?'} ${settings.join(' ')}`,
  );
}

/** Writes an act, verifies it, changes its row behind the log, and expects the verification to say so. */
async function trail(app: App): Promise<string> {
  const before = await verifyTrail(app.db.read);
  const write = (act: Act) => act.insert('settings', { id: 'selfcheck', value: {}, secret: null } as { id: string });
  await perform(
    { name: 'selfcheck', needs: 'public', run: write },
    { app, user: systemUser, origin: consoleOrigin('selfcheck') },
    {},
  );
  const sound = await verifyTrail(app.db.read);
  must(
    sound.faults.length === 0 && sound.events === before.events + 1,
    `${sound.faults.length} faults in a sound trail`,
  );
  await app.db.write('settings').where({ id: 'selfcheck' }).update({ value: '{"altered":true}' });
  const altered = await verifyTrail(app.db.read);
  return must(
    altered.faults.some(({ fault }) => fault === 'row-changed'),
    'row-changed',
  );
}

/** Ties and sticky digits of GB/T 8170-2008, by its rule and by rounding half away. */
function numbers(): string {
  const cases: [string, number, 'half-even' | 'half-up', string][] = [
    ['12.1498', 1, 'half-even', '12.1'],
    ['1.050', 1, 'half-even', '1.0'],
    ['0.35', 1, 'half-even', '0.4'],
    ['10.502', 0, 'half-even', '11'],
    ['-31.5', 0, 'half-even', '-32'],
    ['2.675', 2, 'half-up', '2.68'],
  ];
  const wrong = cases.filter(([text, places, rule, expected]) => roundPlaces(text, places, rule) !== expected);
  return must(
    wrong.length === 0,
    wrong.length === 0 ? `${cases.length}/${cases.length}` : wrong.map(([text]) => text).join(', '),
  );
}

const FIRST_FAULTS = 5;

function examples(root: string): string {
  const catalogue = loadCatalogue(root);
  const failures = checkDefinitions(catalogue);
  const { parameters, forms } = catalogue;
  const told = failures.slice(0, FIRST_FAULTS).map(({ code, detail }) => `${code} ${detail}`);
  return must(
    failures.length === 0,
    failures.length > 0 ? `${failures.length}: ${told.join('; ')} …` : `${parameters.size} / ${forms.size}`,
  );
}

/** Characters of the trade that a font must have: CJK, full-width marks, Greek, units, superscripts. */
const SIGNS = [0x836f, 0x68c0, 0x9274, 0xff0c, 0x2103, 0x03bc, 0x2264, 0x00b1, 0x00b2, 0x2030];

async function fonts(): Promise<string> {
  const { regular, bold } = await loadFonts();
  const lacking = SIGNS.filter((sign) => !regular.glyph(sign) || !bold.glyph(sign));
  const names = `${regular.parsed.postscriptName}, ${bold.parsed.postscriptName}`;
  return must(
    lacking.length === 0,
    lacking.length === 0 ? names : lacking.map((sign) => `U+${sign.toString(16)}`).join(' '),
  );
}
