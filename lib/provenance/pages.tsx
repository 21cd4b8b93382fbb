import { file, page } from '../kernel/routes.ts';
import { anyObject, hash, id, list, nullable, object, text } from '../kernel/shapes.ts';
import { readInstitute } from '../people/index.ts';
import { type Provenance, provenanceOf } from './explain.ts';
import { ProvenanceView } from './view.tsx';

const optional = { type: ['object', 'null'], additionalProperties: true };
const fields = {
  id,
  sample: anyObject,
  item: anyObject,
  editions: anyObject,
  rounding: anyObject,
  result: optional,
  verdict: optional,
  steps: list(
    object({
      key: text(),
      id: text(),
      row: { type: ['integer', 'null'] },
      rowLabel: optional,
      label: anyObject,
      symbol: text(),
      unit: text(),
      expr: text(4000),
      formula: text(100_000),
      numbers: text(100_000),
      inputs: list(anyObject),
      exact: text(4000),
      shown: text(4000),
    }),
    10_000,
  ),
  gates: list(anyObject),
  criteria: list(anyObject),
  readings: list(
    object({
      path: text(),
      label: anyObject,
      value: text(4000),
      shown: anyObject,
      by: nullable(text()),
      at: nullable(text()),
      reason: nullable(text(2000)),
      earlier: list(anyObject, 10_000),
    }),
    10_000,
  ),
  instruments: list(anyObject),
  materials: list(anyObject),
  people: list(anyObject),
  hash,
  attempts: list(anyObject),
  files: list(anyObject),
};

export const provenancePage = page<{ id: string }, Provenance>({
  name: 'provenance.show',
  wide: true,
  path: '/tests/:id/provenance',
  needs: 'test.read',
  input: object({ id }, ['id']),
  answer: object(fields, Object.keys(fields)),
  load: (query, input) => provenanceOf(query, input.id),
  title: (data, ui) => `${ui.t('provenance.title')} ${data.item.name[ui.lang]} ${data.sample.number}`,
  view: (data, ui) => <ProvenanceView data={data} ui={ui} />,
});

export const provenanceFile = file<{ id: string }>({
  name: 'provenance.print',
  path: '/tests/:id/provenance.pdf',
  needs: 'test.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const data = await provenanceOf(query, input.id);
    const institute = (await readInstitute(query.db))?.name ?? '';
    const { provenancePdf } = await import('./provenance.pdf.ts');
    const body = await provenancePdf(data, { institute, created: query.now });
    return {
      body,
      type: 'application/pdf',
      name: `${data.sample.number}-${data.item.seq}-provenance.pdf`,
      inline: true,
    };
  },
  event: (input) => ({ entity: 'tests', id: input.id }),
});
