import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Facts, type MoveButton, Moves, PageHead, Shape, StatePill, type Ui } from '../ui/index.ts';
import type { SamplingMove } from './machine.ts';
import type { ShownPortion, ShownSampling } from './show.ts';

/** One sampling: what was taken where, its sealed portions, its papers, and what may happen to it now. */
export function samplingView(sampling: ShownSampling, ui: Ui): JSX.Element {
  return (
    <>
      <PageHead over={sampling.number} title={sampling.productName} note={<Note sampling={sampling} ui={ui} />}>
        <Moves ui={ui} moves={buttons(sampling, ui)} />
      </PageHead>
      <Warnings sampling={sampling} ui={ui} />
      {sampling.receipt ? <Receipt sampling={sampling} ui={ui} /> : null}
      <Card title={ui.t('samplings.group.task')} aside={<Papers sampling={sampling} ui={ui} />}>
        <Facts facts={headFacts(sampling, ui)} />
      </Card>
      <Card title={ui.t('samplings.group.portions')} flush>
        <PortionTable ui={ui} portions={sampling.portions} />
      </Card>
      {sampling.groups.map(({ title, facts }) => (
        <Card key={title} title={title}>
          <Facts facts={facts.map((fact) => ({ ...fact, wide: fact.value.length > 40 }))} />
        </Card>
      ))}
    </>
  );
}

function Note({ sampling, ui }: { sampling: ShownSampling; ui: Ui }): JSX.Element {
  return (
    <>
      <StatePill ui={ui} state={sampling.state} />
      <span>{ui.t(`class.${sampling.class}`)}</span>
      <span>{sampling.batchNo}</span>
      <span>{sampling.producer}</span>
      {sampling.sample && ui.may('sample.read') ? (
        <a href={`/samples/${sampling.sample.id}`}>{sampling.sample.number}</a>
      ) : null}
    </>
  );
}

const looks: Record<
  SamplingMove,
  { label: 'act.create' | 'act.receive' | 'act.refuse' | 'act.void'; kind: 'primary' | 'plain' | 'danger' } | undefined
> = {
  register: undefined,
  receive: { label: 'act.receive', kind: 'primary' },
  // Refusing is one of the answers on the page of receipt.
  refuse: undefined,
  void: { label: 'act.void', kind: 'danger' },
};

function buttons(sampling: ShownSampling, ui: Ui): MoveButton[] {
  return sampling.moves.flatMap(({ move, obstacles }): MoveButton[] => {
    const look = looks[move];
    if (!look) return [];
    const common = { move, label: ui.t(look.label), obstacles, kind: look.kind };
    if (move === 'receive') return [{ ...common, href: `/samplings/${sampling.id}/receipt` }];
    return [{ ...common, action: `/samplings/${sampling.id}/void`, version: sampling.version, reason: true }];
  });
}

function Warnings({ sampling, ui }: { sampling: ShownSampling; ui: Ui }): JSX.Element | null {
  if (sampling.warnings.length === 0) return null;
  return (
    <section class="problems tone-amber" aria-label={ui.t('samplings.warnings')}>
      <h2>
        <Shape name="!" />
        {ui.t('samplings.warnings')}
      </h2>
      <ul>
        {sampling.warnings.map(({ field, text }) => (
          <li key={field + text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}

function Receipt({ sampling, ui }: { sampling: ShownSampling; ui: Ui }): JSX.Element | null {
  const { receipt } = sampling;
  if (!receipt) return null;
  const grounds = receipt.grounds.map((ground) => lookUp(ui.lang, `ground.${ground}`)).join('；');
  return (
    <Card title={ui.t('samplings.received')}>
      <Facts
        facts={[
          { label: ui.t('field.decision'), value: lookUp(ui.lang, `decision.${receipt.decision}`) },
          { label: ui.t('samplings.received-by'), value: receipt.by },
          ...(grounds ? [{ label: ui.t('field.grounds'), value: grounds, wide: true }] : []),
          ...(receipt.note ? [{ label: ui.t('field.note'), value: receipt.note, wide: true }] : []),
        ]}
      />
    </Card>
  );
}

function Papers({ sampling, ui }: { sampling: ShownSampling; ui: Ui }): JSX.Element {
  return (
    <span class="page-acts">
      <a class="btn btn-sm" href={`/samplings/${sampling.id}/record.pdf`}>
        {ui.t('samplings.record-paper')}
      </a>
      <a class="btn btn-sm" href={`/samplings/${sampling.id}/seals.pdf`}>
        {ui.t('samplings.seal-paper')}
      </a>
    </span>
  );
}

function headFacts(sampling: ShownSampling, ui: Ui) {
  return [
    { label: ui.t('samplings.number'), value: sampling.number },
    { label: ui.t('field.sampledOn'), value: sampling.sampledOn },
    { label: ui.t('field.workKind'), value: lookUp(ui.lang, `kind.${sampling.workKind}`) },
    { label: ui.t('field.level'), value: lookUp(ui.lang, `level.${sampling.level}`) },
    { label: ui.t('field.officers'), value: sampling.officers.map(({ name }) => name).join(' / ') },
    { label: ui.t('field.quantity'), value: `${sampling.quantity} ${sampling.unit}` },
    { label: ui.t('field.spec'), value: sampling.spec },
    { label: ui.t('field.sampledUnit'), value: sampling.sampledUnit },
    { label: ui.t('field.producer'), value: sampling.producer, wide: true },
  ];
}

/** Portions with seal, code, place and state. */
export function PortionTable({
  ui,
  portions,
  label,
}: {
  ui: Ui;
  portions: ShownPortion[];
  label?: (portion: ShownPortion) => string | undefined;
}): JSX.Element {
  return (
    <DataTable
      ui={ui}
      caption={ui.t('samplings.group.portions')}
      rows={portions}
      rowKey={(row) => row.id}
      href={label}
      empty={ui.t('table.empty')}
      columns={[
        {
          key: 'n',
          head: ui.t('field.role'),
          cell: (row) => `${row.code ?? ''} ${ui.t(`portion.${row.role}`)} ${row.n}/${row.total}`.trim(),
        },
        { key: 'qty', head: ui.t('field.qty'), cell: (row) => `${row.qty} ${row.unit}`, numeric: true },
        { key: 'seal', head: ui.t('field.sealNo'), cell: (row) => row.sealNo },
        { key: 'place', head: ui.t('field.place'), cell: (row) => lookUp(ui.lang, `place.${row.place}`) },
        { key: 'state', head: ui.t('field.state'), cell: (row) => <StatePill ui={ui} state={row.state} /> },
      ]}
    />
  );
}
