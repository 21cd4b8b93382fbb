import type { JSX } from 'preact';
import { chinaDate } from '../core/deadlines.ts';
import { lookUp, reasonText } from '../messages/index.ts';
import { Picture } from '../plots/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  DataTable,
  Facts,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  SignBlock,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { Mark, Rooms } from './parts.view.tsx';
import { paretoOf, trendOf } from './pictures.ts';
import { statisticsKinds } from './rows.ts';
import type { StatisticsList, StatisticsSheet } from './statistics.pages.tsx';
import { definitions } from './statistics.pdf.ts';
import { blocksOf } from './statistics.ts';
import { type ShownTable, tablesOf } from './tables.ts';

export function StatisticsListView({
  data: { reports, next, year },
  ui,
}: {
  data: StatisticsList;
  ui: Ui;
}): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.statistics')} note={ui.t('statistics.lead')} />
      <Rooms ui={ui} here="statistics" />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.statistics')}
          rows={reports}
          rowKey={({ id }) => id}
          href={({ id }) => `/uploads/statistics/${id}`}
          empty={ui.t('statistics.empty')}
          next={next === null ? undefined : `/uploads/statistics?after=${next}`}
          columns={[
            {
              key: 'number',
              head: ui.t('field.number'),
              cell: (row) => `${row.number} ${ui.t('statistics.edition', { n: row.edition })}`,
            },
            { key: 'kind', head: ui.t('field.kind'), cell: (row) => lookUp(ui.lang, `statistics.kind.${row.kind}`) },
            { key: 'period', head: ui.t('statistics.period'), cell: (row) => `${row.from_day}～${row.to_day}` },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (row) => <Mark ui={ui} of="statistics" state={row.state} />,
            },
            {
              key: 'released',
              head: ui.t('statistics.released'),
              cell: (row) => (row.released_at === null ? '—' : chinaDate(row.released_at)),
            },
          ]}
        />
      </Card>
      {ui.may('statistics.write') ? (
        <Card title={ui.t('statistics.new')}>
          <Form ui={ui} action="/uploads/statistics">
            <div class="fields-grid">
              <SelectField
                ui={ui}
                name="statisticsKind"
                label={ui.t('field.statisticsKind')}
                value="quarter"
                empty={false}
                width="third"
                options={statisticsKinds.map((value) => ({
                  value,
                  label: lookUp(ui.lang, `statistics.kind.${value}`),
                }))}
              />
              <TextField
                ui={ui}
                name="year"
                label={ui.t('field.year')}
                value={String(year)}
                width="third"
                required
                maxLength={4}
              />
              <SelectField
                ui={ui}
                name="part"
                label={ui.t('field.part')}
                value="1"
                empty={false}
                width="third"
                hint={ui.t('statistics.partHint')}
                options={['1', '2', '3', '4'].map((value) => ({
                  value,
                  label: ui.t('statistics.partNo', { n: value }),
                }))}
              />
            </div>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('statistics.draftIt')}</button>
            </FormFoot>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

/** A report under way or released: its text, its tables and pictures, and how each figure was counted. */
export function StatisticsView({ data, ui }: { data: StatisticsSheet; ui: Ui }): JSX.Element {
  const { row, names, editions, moves } = data;
  const { figures } = row;
  const has = (move: string) => moves.some((one) => one.move === move);
  return (
    <>
      <PageHead
        title={
          <>
            {row.number} {lookUp(ui.lang, `statistics.kind.${row.kind}`)}{' '}
            <Mark ui={ui} of="statistics" state={row.state} />
          </>
        }
        over={<a href="/uploads/statistics">{ui.t('nav.statistics')}</a>}
        note={`${row.from_day}～${row.to_day}`}
      >
        <a class="btn" href={`/uploads/statistics/${row.id}/report.pdf`} target="_blank" rel="noopener">
          {ui.t(row.pdf_hash === null ? 'statistics.proof' : 'statistics.paper')}
        </a>
        {row.xlsx_hash === null ? null : (
          <a class="btn" href={`/uploads/statistics/${row.id}/tables.xlsx`}>
            {ui.t('statistics.workbook')}
          </a>
        )}
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('statistics.asOf'), value: chinaTime(figures.asOf) },
            { label: ui.t('statistics.writer'), value: row.writers.map((id) => names[id] ?? '').join('、') },
            {
              label: ui.t('statistics.releaser'),
              value:
                row.released_at === null ? '' : `${names[row.released_by ?? ''] ?? ''} ${chinaTime(row.released_at)}`,
            },
            {
              label: ui.t('statistics.editions'),
              value: editions.map(({ id, edition, state }) => (
                <span key={id}>
                  <a href={`/uploads/statistics/${id}`}>{ui.t('statistics.edition', { n: edition })}</a>（
                  {lookUp(ui.lang, `statistics.state.${state}`)}）{' '}
                </span>
              )),
            },
            ...(row.reason === null ? [] : [{ label: ui.t('statistics.revisedFor'), value: row.reason, wide: true }]),
          ]}
        />
      </Card>
      {has('edit') ? <Write data={data} ui={ui} /> : <Text data={data} ui={ui} />}
      {has('release') ? <Release data={data} ui={ui} /> : null}
      {figures.tested > 0 ? (
        <Card>
          <Picture scene={trendOf(figures, ui.lang)} compact={trendOf(figures, ui.lang, 340)} lang={ui.lang} />
          <Picture scene={paretoOf(figures, ui.lang)} compact={paretoOf(figures, ui.lang, 340)} lang={ui.lang} />
        </Card>
      ) : null}
      {tablesOf(row, ui.lang).map((one, n) => (
        <Shown key={one.key} table={one} n={n + 1} ui={ui} />
      ))}
      <details class="more">
        <summary>{ui.t('statistics.definitions')}</summary>
        <ul>
          {definitions.map((key) => (
            <li key={key}>{lookUp(ui.lang, `statistics.define.${key}`)}</li>
          ))}
        </ul>
      </details>
      {row.state === 'released' && ui.may('statistics.write') ? <Why data={data} ui={ui} move="revise" /> : null}
      {has('drop') ? <Why data={data} ui={ui} move="drop" /> : null}
    </>
  );
}

const Text = ({ data: { row }, ui }: { data: StatisticsSheet; ui: Ui }): JSX.Element => (
  <Card>
    {blocksOf[row.kind].map((key) => (
      <section key={key}>
        <h3>{lookUp(ui.lang, `statistics.block.${key}`)}</h3>
        {(row.blocks[key] ?? '').split('\n').map((part, i) => (
          <p key={String(i)}>{part || '—'}</p>
        ))}
      </section>
    ))}
  </Card>
);

const Write = ({ data: { row }, ui }: { data: StatisticsSheet; ui: Ui }): JSX.Element => (
  <Card title={ui.t('statistics.text')}>
    <p>{ui.t('statistics.textLead')}</p>
    <Form ui={ui} action={`/uploads/statistics/${row.id}/text`} version={row.version}>
      {blocksOf[row.kind].map((key) => (
        <TextArea
          key={key}
          ui={ui}
          name={`blocks.${key}`}
          label={lookUp(ui.lang, `statistics.block.${key}`)}
          value={row.blocks[key] ?? ''}
          rows={4}
          maxLength={8000}
          hint={lookUp(ui.lang, `statistics.hint.${key}`)}
        />
      ))}
      <CheckField ui={ui} name="recount" label={ui.t('statistics.recount')} />
      <FormFoot>
        <button class="btn btn-primary">{ui.t('statistics.save')}</button>
      </FormFoot>
    </Form>
  </Card>
);

function Release({ data: { row, hash, moves }, ui }: { data: StatisticsSheet; ui: Ui }): JSX.Element {
  const [obstacle] = moves.find(({ move }) => move === 'release')?.obstacles ?? [];
  return (
    <Card title={ui.t('statistics.release')}>
      {obstacle ? (
        <p>{reasonText(ui.lang, obstacle)}</p>
      ) : (
        <Form ui={ui} action={`/uploads/statistics/${row.id}/release`} version={row.version} draft="off">
          <input type="hidden" name="hash" value={hash} />
          <SignBlock ui={ui} meaning={ui.t('statistics.release')} records={[{ id: row.id, label: row.number, hash }]} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('statistics.release')}</button>
          </FormFoot>
        </Form>
      )}
    </Card>
  );
}

const Shown = ({ table, n, ui }: { table: ShownTable; n: number; ui: Ui }): JSX.Element => (
  <Card title={ui.t('statistics.tableNo', { n, title: table.title })} flush>
    <DataTable<string[]>
      ui={ui}
      caption={table.title}
      rows={table.rows}
      rowKey={(cells) => cells.join('|')}
      empty={table.empty}
      columns={table.heads.map((head, i) => ({
        ...{ key: String(i), head, numeric: i > 0, wrap: i === 0, cell: (cells: string[]) => cells[i] ?? '' },
      }))}
    />
  </Card>
);

const addresses = { revise: 'revision', drop: 'drop' } as const;

const Why = ({ data: { row }, ui, move }: { data: StatisticsSheet; ui: Ui; move: 'revise' | 'drop' }): JSX.Element => (
  <details class="more">
    <summary>{ui.t(`statistics.${move}`)}</summary>
    <Form ui={ui} action={`/uploads/statistics/${row.id}/${addresses[move]}`} version={row.version} draft="off">
      <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
      <FormFoot>
        <button class="btn">{ui.t(`statistics.${move}`)}</button>
      </FormFoot>
    </Form>
  </details>
);
