import type { JsonSchema, Upload } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { boolean, date, integer, list, nullable, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import type { TableRow } from '../sheets/index.ts';
import { writeSheet, XLSX } from '../sheets/index.ts';
import { type ColumnKey, columns, sheetColumns, stateWord } from './columns.ts';
import { type Imported, importAnnex, readAnnex } from './import.ts';
import { type CapabilityInput, type CapabilityList, listCapabilities } from './list.ts';
import { CapabilityView } from './list.view.tsx';
import { capabilitiesOf, schemes, states } from './rows.ts';

const MEGABYTES = 5;
const productClass = oneOf('drug', 'tcm', 'device', 'cosmetic', 'packaging');
const standing = oneOf(...states, 'expired', 'not-yet');
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const count = (name: string, schema: JsonSchema) => list(object({ [name]: schema, count: integer }, [name, 'count']));
const texts = {
  annex_no: nullable(text()),
  object: nullable(text()),
  item: text(),
  standards: text(2000),
  scope: nullable(text(2000)),
  note: nullable(text(2000)),
  certificate: nullable(text()),
  approved_on: nullable(date),
  valid_to: nullable(date),
  site: text(),
  project: nullable(text()),
};
const line = object(
  { id: text(), scheme: oneOf(...schemes), code: text(), class: orNull(productClass), standing, ...texts },
  ['id', 'scheme', 'code', 'class', 'standing', ...Object.keys(texts)],
);

export const capabilityPage = page<CapabilityInput, CapabilityList>({
  name: 'capability.list',
  path: '/capability',
  needs: 'catalogue.read',
  input: object({ class: productClass, standing, project: text(), q: text(100) }),
  answer: object(
    {
      today: date,
      class: orNull(productClass),
      standing: orNull(standing),
      project: nullable(text()),
      q: text(),
      counts: count('class', productClass),
      standings: count('standing', standing),
      projects: count('project', text()),
      accredited: integer,
      lines: list(line, 5000),
    },
    ['today', 'class', 'standing', 'project', 'q', 'counts', 'standings', 'projects', 'accredited', 'lines'],
  ),
  load: listCapabilities,
  title: (_data, ui) => ui.t('nav.capability'),
  view: (data, ui) => <CapabilityView data={data} ui={ui} />,
});

/** The annex as a workbook, or an empty one to fill in. */
export const annexFile = file<{ template?: boolean }>({
  name: 'capability.export',
  path: '/capability/annex.xlsx',
  needs: 'catalogue.read',
  input: object({ template: boolean }),
  load: async ({ db }, { template = false }) => {
    const rows = template ? [] : await capabilitiesOf(db);
    const body = await writeSheet({
      name: t('zh', 'nav.capability'),
      lists: t('zh', 'capability.lists'),
      columns: sheetColumns(),
      rows: rows.map((row) => columns.map(({ key }) => (key === 'state' ? stateWord(row.state) : (row[key] ?? '')))),
    });
    return { body, type: XLSX, name: `${t('zh', 'nav.capability')}.xlsx` };
  },
  event: () => ({ entity: 'capabilities', id: 'export' }),
});

export const importPost = post<{ file: Upload }, Imported, TableRow<ColumnKey>[]>({
  name: 'capability.import',
  path: '/capability/import',
  needs: 'capability.write',
  upload: MEGABYTES,
  input: object({ file: upload(MEGABYTES) }, ['file']),
  answer: object({ added: integer, changed: integer, same: integer }, ['added', 'changed', 'same']),
  prepare: async (_caller, input) => readAnnex(input.file),
  run: (act, _input, rows) => importAnnex(act, rows),
  then: () => '/capability',
  on: capabilityPage,
});
