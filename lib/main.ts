#!/usr/bin/env node
import { readConfig } from './kernel/config.ts';
import { t } from './messages/index.ts';
import { drawSetupCode, isFresh } from './people/index.ts';
import { serve, stopOnSignal } from './serve.ts';

const running = await serve(readConfig(process.env));
stopOnSignal(running);
const { app, url } = running;
const line = (await isFresh(app))
  ? t('zh', 'kernel.setup', { url, code: await drawSetupCode(app) })
  : t('zh', 'kernel.serving', { url });
process.stdout.write(`\n  ${line}\n\n`);
