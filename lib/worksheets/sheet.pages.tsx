import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, nullable, object, text } from '../kernel/shapes.ts';
import { Card, Form, FormFoot, PageHead, SignBlock } from '../ui/index.ts';
import { SHARED } from './cells.ts';
import { QcPanel } from './qc.view.tsx';
import { type RunQuality, runQuality } from './qc-show.ts';
import { loadSheet, type ReadyRecord, readyOf, type SheetAnswer } from './sheet.ts';
import { SheetView } from './sheet.view.tsx';
import { type OriginAnswer, originOf } from './sheet-origin.ts';
import { OriginView } from './sheet-origin.view.tsx';
import { saveWhole, type WholeSheet } from './sheet-whole.ts';

export const rowId = { type: 'string', pattern: `^([0-9A-HJKMNP-TV-Z]{26}|${SHARED})$` };

/** The sheet of a run: what is typed, what comes of it, what is still open. */
export const sheetPage = page<{ id: string }, SheetAnswer & { quality: RunQuality }>({
  name: 'run.show',
  wide: true,
  path: '/runs/:id',
  needs: 'run.read',
  input: object({ id }, ['id']),
  answer: object(
    {
      ...{
        id,
        version: integer,
        run: anyObject,
        formTitle: anyObject,
        columns: list(anyObject),
        shared: list(anyObject),
      },
      ...{
        sharedValues: anyObject,
        rows: list(anyObject),
        names: anyObject,
        ready: integer,
        balances: list(anyObject),
        closed: nullable(text()),
        seen: integer,
        quality: anyObject,
      },
    },
    [
      'id',
      'version',
      'run',
      'formTitle',
      'columns',
      'shared',
      'sharedValues',
      'rows',
      'names',
      'ready',
      'balances',
      'closed',
      'seen',
      'quality',
    ],
  ),
  load: async (query, input) => ({
    ...(await loadSheet(query, input.id)),
    quality: await runQuality(query, input.id),
  }),
  title: ({ run }, ui) => ui.t('sheet.title', { number: run.number }),
  view: (data, ui) => (
    <>
      <SheetView
        data={data}
        ui={ui}
        acts={
          ui.may('instrument-file.read') ? (
            <a class="btn" href={`/runs/${data.id}/files`}>
              {ui.t('instrument-file.title')}
            </a>
          ) : null
        }
      />
      {data.quality.lines.length > 0 ? <QcPanel data={data.quality} ui={ui} link /> : null}
    </>
  ),
});

/** The whole sheet from a browser without script. */
export const wholePost = post<WholeSheet, { saved: number }>({
  name: 'run.readings',
  path: '/runs/:id/readings',
  needs: 'run.write',
  creates: true,
  input: object({ id, rows: anyObject, shown: text(2_000_000), reason: text(2000) }, ['id', 'shown']),
  answer: object({ saved: integer }, ['saved']),
  run: async (act, input) => ({ saved: (await saveWhole(act, input)).saved }),
  then: (_saved, input) => `/runs/${input.id}`,
  on: sheetPage,
});

/** Formula of a row and origin of a value: asked when a cell is looked at, drawn into the sheet. */
export const originPage = page<{ id: string; row: string; field: string }, OriginAnswer>({
  name: 'run.origin',
  path: '/runs/:id/origin',
  needs: 'run.read',
  input: object({ id, row: rowId, field: text(200) }, ['id', 'row', 'field']),
  answer: object(
    {
      ...{
        run: id,
        number: text(),
        row: rowId,
        rowName: text(),
        field: text(),
        fieldName: anyObject,
        value: text(4000),
      },
      ...{ changes: list(anyObject, 10_000), steps: list(anyObject, 10_000), limit: nullable(text(4000)) },
      ...{ instruments: list(text(4000)), materials: list(text(4000)), testId: nullable(id) },
    },
    [
      'run',
      'number',
      'row',
      'rowName',
      'field',
      'fieldName',
      'value',
      'changes',
      'steps',
      'limit',
      'instruments',
      'materials',
      'testId',
    ],
  ),
  load: (query, { id: run, row, field }) => originOf(query, run, row, field),
  title: ({ rowName }, ui) => `${ui.t('sheet.origin')} ${rowName}`,
  view: (data, ui) => (
    <>
      <PageHead title={ui.t('sheet.origin')} over={<a href={`/runs/${data.run}`}>{data.number}</a>} />
      <OriginView data={data} ui={ui} />
    </>
  ),
  part: (data, ui) => <OriginView data={data} ui={ui} />,
});

interface Ready {
  id: string;
  number: string;
  records: ReadyRecord[];
}

/** The complete records of a run, to be signed by one password. */
export const submissionPage = page<{ id: string }, Ready>({
  name: 'run.submission',
  path: '/runs/:id/submission',
  needs: 'run.write',
  input: object({ id }, ['id']),
  answer: object({ id, number: text(), records: list(anyObject) }, ['id', 'number', 'records']),
  load: async (query, { id: run }) => ({ id: run, ...(await readyOf(query, run)) }),
  title: ({ number }, ui) => `${ui.t('sheet.submission')} ${number}`,
  view: ({ id: run, number, records }, ui) => (
    <>
      <PageHead title={ui.t('sheet.submission')} over={<a href={`/runs/${run}`}>{number}</a>}>
        <a class="btn" href={`/runs/${run}`}>
          {ui.t('sheet.back')}
        </a>
      </PageHead>
      {records.length === 0 ? (
        <Card>
          <p>{ui.t('sheet.noneReady')}</p>
        </Card>
      ) : (
        <Form ui={ui} action="/submissions" draft="off">
          {records.map((record) => (
            <input key={record.id} type="hidden" name="tests" value={`${record.id}:${record.hash}`} />
          ))}
          <Card>
            <SignBlock
              ui={ui}
              meaning={ui.t('meaning.test')}
              records={records.map(({ id: test, label, result, hash }) => ({
                id: test,
                label: `${label}　${result}`,
                hash,
              }))}
            />
            <FormFoot>
              <button class="btn btn-primary btn-next">{ui.t('sheet.submission')}</button>
            </FormFoot>
          </Card>
        </Form>
      )}
    </>
  ),
});
