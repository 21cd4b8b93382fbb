import { statfs } from 'node:fs/promises';
import { refuse } from '../core/refusal.ts';
import { page } from '../kernel/routes.ts';
import { boolean, integer, object, text } from '../kernel/shapes.ts';
import { Card, Facts, PageHead } from '../ui/index.ts';

interface Ready {
  ready: boolean;
  engine: string;
  events: number;
  freeMegabytes: number;
  version: string;
}

const LEAST_FREE = 32;

/** Answers 200 once the program can write: an open write lock, a trail head, and room on the disk (FT-20). */
export const readyPage = page<object, Ready>({
  name: 'health.ready',
  path: '/health/ready',
  needs: 'public',
  bare: true,
  input: object({}),
  answer: object({ ready: boolean, engine: text(), events: integer, freeMegabytes: integer, version: text() }, [
    'ready',
    'engine',
    'events',
    'freeMegabytes',
    'version',
  ]),
  load: async ({ app }) => {
    const head = await app.db.write.transaction((trx) =>
      trx('audit_head').where({ id: 1 }).first<{ seq: number } | undefined>(),
    );
    const { bavail, bsize } = await statfs(app.config.dataDir);
    const freeMegabytes = Math.min(Math.floor((bavail * bsize) / 1_048_576), 2_000_000_000);
    if (!head || freeMegabytes < LEAST_FREE) refuse('health.not-ready', { free: freeMegabytes }, undefined, 'busy');
    return { ready: true, engine: app.db.engine, events: head?.seq ?? 0, freeMegabytes, version: app.config.version };
  },
  title: (_data, ui) => ui.t('health.title'),
  view: (data, ui) => (
    <>
      <PageHead title={ui.t('health.title')} />
      <Card>
        <Facts
          facts={[
            { label: ui.t('health.engine'), value: data.engine },
            { label: ui.t('health.events'), value: data.events },
            { label: ui.t('health.free'), value: `${data.freeMegabytes} MB` },
            { label: ui.t('health.version'), value: data.version },
          ]}
        />
      </Card>
    </>
  ),
});

export const livePage = page<object, { live: boolean }>({
  name: 'health.live',
  path: '/health/live',
  needs: 'public',
  bare: true,
  input: object({}),
  answer: object({ live: boolean }, ['live']),
  load: async () => ({ live: true }),
  title: (_data, ui) => ui.t('health.title'),
  view: (_data, ui) => <PageHead title={ui.t('health.title')} />,
});
