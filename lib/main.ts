#!/usr/bin/env node
import { readConfig } from './kernel/config.ts';
import { drawSetupCode, isFresh } from './people/index.ts';
import { serve, stopOnSignal } from './serve.ts';

const running = await serve(readConfig(process.env));
stopOnSignal(running);
const say = (line: string) => process.stdout.write(`${line}\n`);
if (await isFresh(running.app)) {
  const code = await drawSetupCode(running.app);
  say(`\n  首次设置 First set-up:  ${running.url}/setup\n  设置码 one-time code:   ${code}\n`);
} else say(`\n  放心 LIMS  ${running.url}\n`);
