import type { JSX } from 'preact';
import {
  Card,
  DataTable,
  DecimalField,
  Form,
  FormFoot,
  Pill,
  SelectField,
  SignBlock,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { ShownMaterial, ShownMove } from './show.ts';

interface Props {
  data: ShownMaterial;
  ui: Ui;
}

/** The ledger of a lot: every line with what was left after it, and what may be entered next. */
export function LedgerCard({ data, ui }: Props): JSX.Element {
  return (
    <>
      {data.moves
        .filter(({ mayConfirm }) => mayConfirm)
        .map((move) => (
          <ConfirmCard key={move.id} data={data} ui={ui} move={move} />
        ))}
      <Card title={ui.t('material.ledger')} flush>
        <DataTable<ShownMove>
          ui={ui}
          caption={ui.t('material.ledger')}
          rows={data.moves}
          rowKey={(row) => row.id}
          empty={ui.t('table.empty')}
          tone={(row) => (row.state === 'waiting' ? 'amber' : undefined)}
          columns={[
            { key: 'seq', head: ui.t('material.seq'), cell: (row) => row.seq ?? '—' },
            { key: 'on', head: ui.t('field.date'), cell: (row) => row.on },
            { key: 'kind', head: ui.t('material.moveKind'), cell: (row) => ui.t(`material.move.${row.kind}`) },
            {
              key: 'amount',
              head: ui.t('field.qty'),
              unit: data.unit,
              cell: (row) => amountShown(row, ui),
              numeric: true,
            },
            {
              key: 'balance',
              head: ui.t('material.left'),
              unit: data.unit,
              cell: (row) => row.balance ?? <LineState ui={ui} move={row} />,
              numeric: true,
            },
            { key: 'purpose', head: ui.t('field.purpose'), cell: (row) => <Purpose move={row} />, wrap: true },
            {
              key: 'by',
              head: ui.t('material.by'),
              cell: (row) => [row.by, row.second].filter(Boolean).join(' / '),
            },
          ]}
        />
      </Card>
      {data.mayWrite ? <MoveCard data={data} ui={ui} /> : null}
    </>
  );
}

const signs = { receipt: '+', return: '+', issue: '−', disposal: '−' } as const;

function amountShown({ kind, amount, used }: ShownMove, ui: Ui): string {
  if (kind === 'log') return '—';
  return `${signs[kind]}${amount}${used === null ? '' : ui.t('material.usedShown', { used })}`;
}

/** What it was for; what went into another lot leads to it. */
function Purpose({ move: { purpose, child } }: { move: ShownMove }): JSX.Element {
  if (child === null) return <>{purpose || '—'}</>;
  return <a href={`/materials/${child}`}>{purpose}</a>;
}

function LineState({ ui, move }: { ui: Ui; move: ShownMove }): JSX.Element {
  return move.state === 'waiting' ? (
    <Pill tone="amber" shape="◷" word={ui.t('material.waiting')} />
  ) : (
    <Pill tone="grey" shape="✕" word={ui.t('material.declined')} />
  );
}

function MoveCard({ data, ui }: Props): JSX.Element {
  const open = data.moves.filter((move) => move.open);
  const kinds = ['issue', 'receipt', 'disposal', 'log'] as const;
  return (
    <Card title={ui.t('material.enter')}>
      {data.kind === 'controlled' ? <p class="mb-3">{ui.t('material.controlledLead')}</p> : null}
      <Form ui={ui} action={`/materials/${data.id}/moves`}>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="kind"
            label={ui.t('material.moveKind')}
            width="third"
            required
            options={kinds.map((one) => ({ value: one, label: ui.t(`material.move.${one}`) }))}
          />
          <DecimalField
            ui={ui}
            name="amount"
            label={ui.t('field.qty')}
            unit={data.unit}
            hint={ui.t('material.logHint')}
            width="third"
            maxLength={60}
          />
          <TextField ui={ui} name="purpose" label={ui.t('field.purpose')} width="third" required maxLength={2000} />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('material.enterAct')}</button>
        </FormFoot>
      </Form>
      {open.length > 0 ? <SettleForm data={data} ui={ui} open={open} /> : null}
    </Card>
  );
}

function SettleForm({ data, ui, open }: Props & { open: readonly ShownMove[] }): JSX.Element {
  return (
    <details class="more mt-3" open={data.kind === 'controlled' || ui.problem('returned') !== undefined}>
      <summary>{ui.t('material.settle')}</summary>
      <Form ui={ui} action={`/materials/${data.id}/settlements`}>
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="move"
            label={ui.t('field.move')}
            width="third"
            required
            options={open.map((move) => ({
              value: move.id,
              label: `${move.on} ${move.amount} ${data.unit} ${move.by} ${move.purpose}`,
            }))}
          />
          <DecimalField ui={ui} name="used" label={ui.t('field.used')} unit={data.unit} width="third" required />
          <DecimalField
            ui={ui}
            name="returned"
            label={ui.t('field.returned')}
            unit={data.unit}
            width="third"
            required
          />
        </div>
        <FormFoot>
          <button class="btn">{ui.t('material.settleAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

/** The second key: the other person looks, and signs or declines. */
function ConfirmCard({ data, ui, move }: Props & { move: ShownMove }): JSX.Element {
  const label = `${ui.t(`material.move.${move.kind}`)} ${move.amount} ${data.unit} · ${move.by} · ${move.purpose}`;
  return (
    <Card title={ui.t('material.secondKey')} id={`move-${move.id}`}>
      <Form ui={ui} action={`/materials/${data.id}/confirmations`}>
        <input type="hidden" name="move" value={move.id} />
        <SignBlock
          ui={ui}
          meaning={ui.t('material.secondKeyMeaning')}
          records={[{ id: move.id, label, hash: move.hash }]}
        />
        <FormFoot>
          <button class="btn" name="decision" value="declined">
            {ui.t('material.decline')}
          </button>
          <button class="btn btn-primary" name="decision" value="done">
            {ui.t('material.confirm')}
          </button>
        </FormFoot>
      </Form>
    </Card>
  );
}
