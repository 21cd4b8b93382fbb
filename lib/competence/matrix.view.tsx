import type { JSX } from 'preact';
import { Empty, ImportCard, PageHead, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import { CompetenceTabs } from './marks.tsx';
import type { Cell, Matrix, MatrixColumn, MatrixInput } from './matrix.ts';
import { acts } from './rows.ts';

function href(path: string, asked: MatrixInput): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** 能力矩阵: who may do what today, as a table to read and to print. */
export function MatrixView({ data, ui }: { data: Matrix; ui: Ui }): JSX.Element {
  const asked: MatrixInput = { class: data.class, ...(data.act && { act: data.act }), ...(data.q && { q: data.q }) };
  return (
    <div class="matrix-page">
      <PageHead
        title={ui.t('competence.matrix')}
        note={ui.t('competence.matrixLead', { class: ui.t(`class.${data.class}`), today: data.today })}
      >
        <a class="btn" href={href('/competence/matrix.xlsx', asked)}>
          {ui.t('competence.exportMatrix')}
        </a>
        <a class="btn" href={href('/competence/matrix.csv', asked)}>
          CSV
        </a>
      </PageHead>
      <CompetenceTabs ui={ui} active="matrix" />
      <Tabs
        label={ui.t('field.class')}
        tabs={data.classes.map(({ class: own, people }) => ({
          href: href('/competence', { ...asked, class: own }),
          label: ui.t(`class.${own}`),
          active: own === data.class,
          count: people,
        }))}
      />
      {ui.may('competence.write') ? (
        <ImportCard
          ui={ui}
          action="/competence/import"
          title={ui.t('competence.import')}
          lead={ui.t('competence.importLead')}
          workbook="/competence/authorisations.xlsx"
          export={ui.t('competence.export')}
        />
      ) : null}
      <SearchBar
        ui={ui}
        action="/competence"
        q={data.q}
        label={ui.t('competence.search')}
        kept={{ class: data.class, act: data.act }}
      />
      <ActFilter ui={ui} data={data} asked={asked} />
      {data.lines.length === 0 ? <Empty text={ui.t('competence.noLines')} /> : <Table data={data} ui={ui} />}
    </div>
  );
}

/** The legend of the marks, which also chooses one act. */
function ActFilter({ ui, data, asked }: { ui: Ui; data: Matrix; asked: MatrixInput }): JSX.Element {
  const { act: _act, ...all } = asked;
  return (
    <div class="matrix-legend">
      {acts.map((act) => (
        <a
          key={act}
          class={data.act === act ? 'matrix-choice active' : 'matrix-choice'}
          href={href('/competence', data.act === act ? all : { ...asked, act })}
          aria-current={data.act === act ? 'true' : undefined}
        >
          <span class={`act-mark act-mark-${act}`}>{ui.t(`competence.mark.${act}`)}</span>
          {ui.t(`competence.act.${act}`)}
        </a>
      ))}
      <span class="quiet">
        <span class="act-mark act-mark-part">
          {ui.t('competence.mark.test')}
          <small>3</small>
        </span>{' '}
        {ui.t('competence.partLegend')}
      </span>
    </div>
  );
}

function Table({ data, ui }: { data: Matrix; ui: Ui }): JSX.Element {
  const shown = data.act ? [data.act] : acts;
  return (
    <div class="table-block">
      <div class="table-scroll matrix-scroll" tabIndex={0} role="region" aria-label={ui.t('competence.matrix')}>
        <table class="data matrix">
          <caption class="visually-hidden">{ui.t('competence.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{ui.t('field.personName')}</th>
              {data.columns.map((column) => (
                <th key={column.group} scope="col">
                  {column.group}
                  <span class="head-unit">{ui.t('competence.items', { count: column.parameters })}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  <a href={`/competence/people/${line.id}`}>{line.name}</a>
                  <span class="quiet matrix-number">{line.employeeNo}</span>
                </th>
                {line.cells.map((cell, i) => {
                  const column = data.columns[i];
                  return column ? (
                    <td
                      key={column.group}
                      data-head={column.group}
                      class={shown.some((act) => cell[act] > 0) ? undefined : 'matrix-empty'}
                    >
                      <Marks cell={cell} column={column} shown={shown} ui={ui} />
                    </td>
                  ) : null;
                })}
              </tr>
            ))}
          </tbody>
          <tfoot>
            {shown.map((act) => (
              <tr key={act}>
                <th scope="row">{ui.t('competence.peopleFor', { act: ui.t(`competence.act.${act}`) })}</th>
                {data.columns.map((column) => (
                  <td
                    key={column.group}
                    data-head={column.group}
                    class={column.people[act] === 0 ? 'matrix-gap' : undefined}
                  >
                    {column.people[act] === 0 ? ui.t('competence.nobody') : column.people[act]}
                  </td>
                ))}
              </tr>
            ))}
          </tfoot>
        </table>
      </div>
    </div>
  );
}

function Marks(props: { cell: Cell; column: MatrixColumn; shown: readonly (keyof Cell)[]; ui: Ui }): JSX.Element {
  const { cell, column, shown, ui } = props;
  const held = shown.filter((act) => cell[act] > 0);
  if (held.length === 0) return <span class="matrix-none">·</span>;
  return (
    <span class="marks">
      {held.map((act) => {
        const part = cell[act] < column.parameters;
        const words = ui.t('competence.markTitle', {
          act: ui.t(`competence.act.${act}`),
          count: cell[act],
          all: column.parameters,
        });
        return (
          <span key={act} class={part ? 'act-mark act-mark-part' : `act-mark act-mark-${act}`} title={words}>
            {ui.t(`competence.mark.${act}`)}
            {part ? <small>{cell[act]}</small> : null}
          </span>
        );
      })}
    </span>
  );
}
