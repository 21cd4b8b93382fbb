import type { JSX } from 'preact';
import {
  Card,
  DataTable,
  DateField,
  Form,
  FormFoot,
  Moves,
  PageHead,
  Pill,
  SelectField,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import { duties } from './delegation.ts';
import type { DelegationLine, DelegationList } from './delegations.ts';
import { CompetenceTabs } from './marks.tsx';

const looks = {
  running: { tone: 'green', shape: '●' },
  planned: { tone: 'blue', shape: '◷' },
  over: { tone: 'grey', shape: '·' },
  ended: { tone: 'grey', shape: '✕' },
} as const;

/** 授权代理: who stands in for whom, from when to when. */
export function DelegationsView({ data, ui }: { data: DelegationList; ui: Ui }): JSX.Element {
  const may = ui.may('competence.write');
  return (
    <>
      <PageHead title={ui.t('competence.tab.delegations')} note={ui.t('delegation.lead')} />
      <CompetenceTabs ui={ui} active="delegations" />
      <Card flush>
        <DataTable<DelegationLine>
          ui={ui}
          caption={ui.t('competence.tab.delegations')}
          rows={data.lines}
          rowKey={(row) => row.id}
          empty={ui.t('delegation.empty')}
          columns={[
            { key: 'principal', head: ui.t('field.principal'), cell: (row) => row.principal },
            { key: 'duty', head: ui.t('field.duty'), cell: (row) => ui.t(`role.${row.duty}`) },
            { key: 'deputy', head: ui.t('field.deputy'), cell: (row) => row.deputy },
            { key: 'days', head: ui.t('delegation.days'), cell: (row) => `${row.from} ～ ${row.to}` },
            {
              key: 'reason',
              head: ui.t('field.reason'),
              cell: (row) => [row.reason, row.endedReason].filter(Boolean).join('；'),
              wrap: true,
            },
            { key: 'by', head: ui.t('delegation.namedBy'), cell: (row) => row.namedBy },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (row) => (
                <>
                  <Pill {...looks[row.standing]} word={ui.t(`delegation.standing.${row.standing}`)} />
                  {row.endsIn === null ? null : (
                    <Pill tone="amber" shape="◷" word={ui.t('delegation.endsIn', { days: row.endsIn })} />
                  )}
                  {may && (row.standing === 'running' || row.standing === 'planned') ? (
                    <EndMove row={row} ui={ui} />
                  ) : null}
                </>
              ),
            },
          ]}
        />
      </Card>
      {may ? <NameForm data={data} ui={ui} /> : null}
    </>
  );
}

function EndMove({ row, ui }: { row: DelegationLine; ui: Ui }): JSX.Element {
  return (
    <Moves
      ui={ui}
      moves={[
        {
          move: `end-${row.id}`,
          label: ui.t('delegation.end'),
          obstacles: [],
          action: `/competence/delegations/${row.id}/end`,
          version: row.version,
          reason: true,
          kind: 'danger',
        },
      ]}
    />
  );
}

function NameForm({ data, ui }: { data: DelegationList; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('delegation.name')}>
      <Form ui={ui} action="/competence/delegations">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="principal"
            label={ui.t('field.principal')}
            width="third"
            required
            options={data.principals.map(({ id, name, duties: held }) => ({
              value: id,
              label: `${name}（${held.map((duty) => ui.t(`role.${duty}`)).join('、')}）`,
            }))}
          />
          <SelectField
            ui={ui}
            name="duty"
            label={ui.t('field.duty')}
            width="third"
            required
            options={duties.map((duty) => ({ value: duty, label: ui.t(`role.${duty}`) }))}
          />
          <SelectField
            ui={ui}
            name="deputy"
            label={ui.t('field.deputy')}
            width="third"
            required
            options={data.principals.map(({ id, name, duties: held }) => ({
              value: id,
              label: `${name}（${held.map((duty) => ui.t(`role.${duty}`)).join('、')}）`,
            }))}
          />
          <DateField
            ui={ui}
            name="deputyFrom"
            label={ui.t('field.deputyFrom')}
            width="third"
            value={data.today}
            required
          />
          <DateField ui={ui} name="deputyTo" label={ui.t('field.deputyTo')} width="third" required />
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} maxLength={2000} required />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('delegation.nameAct')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
