import { openApi } from '../kernel/openapi.ts';
import { file, type Slice } from '../kernel/routes.ts';
import { object } from '../kernel/shapes.ts';
import { auditPage } from './audit.tsx';
import { livePage, readyPage } from './health.tsx';
import { helpIndexPage, helpPage } from './help.tsx';

/** What serves the system itself: health, the trail, the manual, the description of the API. */
export function systemSlice(all: Slice[]): Slice {
  const openapi = file<object>({
    name: 'api.describe',
    path: '/openapi.json',
    needs: 'public',
    input: object({}),
    load: async ({ app }) => ({
      body: Buffer.from(JSON.stringify(openApi(all, app.config.version), null, 2)),
      type: 'application/json',
      name: 'openapi.json',
      inline: true,
    }),
  });
  return {
    name: 'system',
    routes: [readyPage, livePage, auditPage, helpIndexPage, helpPage, openapi],
    nav: [{ href: '/audit', label: 'nav.audit', needs: 'audit.read', group: 'system' }],
  };
}
