import type { JSX } from 'preact';
import { UsesCard } from '../equipment/index.ts';
import { lookUp, reasonText } from '../messages/index.ts';
import { Card, DataTable, type Fact, Facts, PageHead, type Ui } from '../ui/index.ts';
import { LedgerCard } from './ledger.view.tsx';
import { endWord, kindWord, type LotProps, StandingMark } from './parts.tsx';
import type { Relative, ShownMaterial } from './show.ts';
import { StandardiseCard } from './standardise.view.tsx';
import { StepsCard, SuitabilityCard } from './steps.view.tsx';

/** One lot: what it is, whether it may be used and why not, its ledger, where it came from and what was made from it. */
export function MaterialView({ data, ui }: LotProps): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href={`/materials?kind=${data.kind}`}>{kindWord(ui, data.kind)}</a>}
        title={`${data.number} ${data.name}`}
        note={[data.concentration, data.lotNo && `${ui.t('field.lotNo')} ${data.lotNo}`].filter(Boolean).join(' · ')}
      >
        <StandingMark ui={ui} standing={data.standing} />
        <a class="btn" href={`/materials/${data.id}/label.pdf`} target="_blank" rel="noopener">
          {ui.t('material.label')}
        </a>
      </PageHead>
      {data.reasons.length > 0 && data.closedOn === null ? (
        <section class="problems tone-red">
          <h2>{ui.t('material.notUsable')}</h2>
          <ul>
            {data.reasons.map((reason) => (
              <li key={JSON.stringify(reason)}>{reasonText(ui.lang, reason)}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <div class="split">
        <div>
          {data.kind === 'titrant' ? <StandardiseCard data={data} ui={ui} /> : null}
          {data.kind === 'media' ? <SuitabilityCard data={data} ui={ui} /> : null}
          <LedgerCard data={data} ui={ui} />
          {data.used > 0 || data.kind === 'column' ? (
            <UsesCard uses={data.uses} used={data.used} empty={ui.t('material.noUses')} ui={ui} />
          ) : null}
        </div>
        <div>
          <Card title={ui.t('material.identity')}>
            <Facts facts={factsOf(data, ui)} />
          </Card>
          <Family title={ui.t('material.parents')} rows={data.parents} ui={ui} />
          <Family title={ui.t('material.children')} rows={data.children} ui={ui} />
          {data.mayWrite ? <StepsCard data={data} ui={ui} /> : null}
        </div>
      </div>
    </>
  );
}

function factsOf(data: ShownMaterial, ui: Ui): Fact[] {
  const { content, basis, loss } = data;
  const optional: [label: string, value: string | null | undefined, wide?: true][] = [
    [ui.t('material.fValue'), data.factor],
    [ui.t('field.concentration'), data.concentration],
    [
      ui.t('field.content'),
      content && ui.t('material.contentShown', { content, basis: lookUp(ui.lang, `material.basis.${basis}`) }),
    ],
    [ui.t('field.loss'), loss && `${loss} %`],
    [ui.t('field.treatment'), data.treatment],
    [ui.t('field.purpose'), data.purpose],
    [ui.t('field.maker'), data.maker],
    [ui.t('field.catalogueNo'), data.catalogueNo],
    [ui.t('field.passage'), data.passage === null ? null : String(data.passage)],
    [ui.t('material.madeBy'), data.madeBy],
    [ui.t('material.storage'), data.storage],
    [ui.t('field.note'), data.note, true],
  ];
  return [
    { label: ui.t('material.end'), value: endWord(ui, data.kind, data.end) },
    { label: ui.t('material.left'), value: `${data.balance} ${data.unit}` },
    { label: ui.t(data.made ? 'material.madeOn' : 'material.receivedOn'), value: data.receivedOn },
    { label: ui.t('field.openedOn'), value: data.openedOn },
    { label: ui.t('field.expiry'), value: data.expiry },
    {
      label: ui.t('material.certificate'),
      value: data.certificate ? <a href={`/materials/${data.id}/certificate`}>{data.certificate}</a> : null,
    },
    ...optional.flatMap(([label, value, wide = false]) => (value ? [{ label, value, wide }] : [])),
  ];
}

function Family({ title, rows, ui }: { title: string; rows: readonly Relative[]; ui: Ui }): JSX.Element | null {
  if (rows.length === 0) return null;
  return (
    <Card title={title} flush>
      <DataTable
        ui={ui}
        caption={title}
        rows={rows}
        rowKey={(row) => row.id}
        href={(row) => `/materials/${row.id}`}
        empty={ui.t('table.empty')}
        columns={[
          { key: 'number', head: ui.t('material.number'), cell: (row) => row.number },
          { key: 'name', head: ui.t('field.name'), cell: (row) => row.name, wrap: true },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <StandingMark ui={ui} standing={row.standing} /> },
        ]}
      />
    </Card>
  );
}
