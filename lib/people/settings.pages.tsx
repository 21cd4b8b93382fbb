import { refuse } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { integer, long, object, text } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { Card, Form, FormFoot, PageHead, TextArea, TextField } from '../ui/index.ts';
import type { Institute, SettingRow } from './setup.ts';

interface Settings {
  version: number;
  name: string;
  address: string;
  phone: string;
  cma: string;
}

const fields = { name: { ...text(100), minLength: 2 }, address: text(), phone: text(60), cma: text(60) };
const answer = object({ version: integer, ...fields }, ['version', 'name', 'address', 'phone', 'cma']);

async function instituteRow(db: Parameters<typeof find>[0]): Promise<SettingRow<Institute>> {
  const row = await find<SettingRow<Institute>>(db, 'settings', { id: 'institute' });
  return row ?? refuse('setup.none', {}, undefined, 'missing');
}

const shown = ({ version, value: { name, address, phone, cma } }: SettingRow<Institute>): Settings => ({
  version,
  name,
  address,
  phone,
  cma,
});

/** How the papers name the institute. Issued reports keep the name they were issued under. */
export const settingsPage = page<object, Settings>({
  name: 'settings.show',
  path: '/settings',
  needs: 'settings.manage',
  input: object({}),
  answer,
  load: async ({ db }) => shown(await instituteRow(db)),
  title: (_data, ui) => ui.t('nav.settings'),
  view: (data, ui) => (
    <>
      <PageHead title={ui.t('nav.settings')} note={ui.t('settings.note')} />
      <Card title={ui.t('setup.institute')}>
        <Form ui={ui} action="/settings" version={data.version}>
          <div class="fields-grid">
            <TextField ui={ui} name="name" label={ui.t('setup.name')} value={data.name} required maxLength={100} />
            <TextField ui={ui} name="address" label={ui.t('field.address')} value={data.address} maxLength={200} />
            <TextField
              ui={ui}
              name="phone"
              label={ui.t('field.phone')}
              value={data.phone}
              width="half"
              maxLength={60}
            />
            <TextField ui={ui} name="cma" label={ui.t('field.cma')} value={data.cma} width="half" maxLength={60} />
            <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('act.save')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  ),
});

type Change = Partial<Settings> & { version: number; name: string; reason: string };

export const settingsPost = post<Change, Settings>({
  name: 'settings.change',
  path: '/settings',
  needs: 'settings.manage',
  versioned: true,
  input: object({ version: integer, ...fields, reason: { ...long, minLength: 2 } }, ['version', 'name', 'reason']),
  answer,
  run: async (act, { version, name, address = '', phone = '', cma = '', reason }) => {
    const row = await instituteRow(act.db);
    const value = { ...row.value, name, address, phone, cma };
    return shown(await act.update<SettingRow<Institute>>('settings', { ...row, version }, { value }, { reason }));
  },
  then: () => '/settings',
  on: settingsPage,
});
