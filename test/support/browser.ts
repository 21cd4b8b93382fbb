import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

export type { Browser, BrowserContext, Page } from 'playwright-core';

const require = createRequire(import.meta.url);
const nodeModules = join(import.meta.dirname, '..', '..', 'node_modules');
const SYSTEM_CHROMIUM = '/usr/bin/chromium';

/** No sandbox (tests run as root in containers); nothing that calls home; page security stays as in the field. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

/**
 * Starts the real headless Chromium that the npm package @sparticuz/chromium carries, with a Chinese font;
 * only if that cannot start, the system's own. Close it after the test.
 * @throws AggregateError naming both failures
 */
export async function openBrowser(): Promise<Browser> {
  try {
    const folder = await unpacked();
    return await chromium.launch({
      executablePath: join(folder, 'chromium'),
      args: flags,
      env: { ...process.env, FONTCONFIG_FILE: fontSettings(folder), LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') },
    });
  } catch (packaged) {
    console.error(`!!! the packaged Chromium does not start, ${SYSTEM_CHROMIUM} is tried: ${String(packaged)}`);
    try {
      return await chromium.launch({ executablePath: SYSTEM_CHROMIUM, args: flags });
    } catch (system) {
      throw new AggregateError([packaged, system], `no Chromium starts: ${String(packaged)}; ${String(system)}`);
    }
  }
}

/**
 * The package's browser and the libraries it links to, unpacked once for this installation (about 4 s).
 * Its own unpacking writes to fixed names in the temporary folder, where two workers would meet; so it works in a folder of ours,
 * in a process of its own (it changes environment variables), and the whole is renamed into place.
 */
async function unpacked(): Promise<string> {
  const { version } = require(join(nodeModules, '@sparticuz', 'chromium', 'package.json')) as { version: string };
  const place = join(nodeModules, '.cache', `chromium-${version}`);
  if (existsSync(place)) return place;
  mkdirSync(dirname(place), { recursive: true });
  const work = mkdtempSync(join(dirname(place), 'unpacking-'));
  const script = "import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath())";
  // The package adds libnss3 and its kin, which a bare Debian lacks, only where it believes itself on that cloud.
  const env = { ...process.env, TMPDIR: work, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  await promisify(execFile)(process.execPath, ['-e', script], { env, cwd: nodeModules });
  try {
    renameSync(work, place);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
  return place;
}

/** Only the fonts of the npm packages, so that a picture looks the same on every machine. */
function fontSettings(folder: string): string {
  const file = join(folder, 'fonts.conf');
  if (existsSync(file)) return file;
  const chinese = join(nodeModules, '@embedpdf', 'fonts-sc', 'fonts');
  const families = ['sans-serif', 'serif', 'monospace', 'system-ui'];
  const prefer = '<prefer><family>Open Sans</family><family>Noto Sans Hans</family></prefer>';
  const lines = [
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
    `<dir>${chinese}</dir><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir>`,
    ...families.map((family) => `<alias><family>${family}</family>${prefer}</alias>`),
    '</fontconfig>',
  ];
  writeFileSync(file, lines.join('\n'));
  return file;
}
