import type { JSX } from 'preact';
import { termUnits } from '../core/clock.ts';
import { pauseKinds } from '../kernel/rules.ts';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  DataTable,
  DateField,
  Facts,
  FieldSet,
  Form,
  FormFoot,
  fieldId,
  PageHead,
  Pill,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { RuleSheet, ShownChange, ShownRule } from './rules.pages.tsx';

const termText = (ui: Ui, { amount, unit }: { amount: number; unit: string }): string =>
  `${amount} ${lookUp(ui.lang, `clock.unit.${unit}`)}`;

const classes = (ui: Ui, rule: ShownRule): string =>
  rule.productClasses.length === 4
    ? ui.t('clock.allClasses')
    : rule.productClasses.map((one) => lookUp(ui.lang, `class.${one}`)).join(ui.lang === 'zh' ? '、' : ', ');

/** How sure a rule is, in words; what rests on memory is told apart by more than its colour. */
function Confidence({ ui, confidence }: { ui: Ui; confidence: string }): JSX.Element {
  const word = lookUp(ui.lang, `clock.confidence.${confidence}`);
  return confidence === 'V' || confidence === 'M1' ? <span>{word}</span> : <Pill tone="amber" shape="◔" word={word} />;
}

export function RulesView({
  data: { rules, waiting },
  ui,
}: {
  data: { rules: ShownRule[]; waiting: ShownChange[] };
  ui: Ui;
}): JSX.Element {
  return (
    <>
      <PageHead
        title={ui.t('clock.rules')}
        over={<a href="/clocks">{ui.t('nav.clocks')}</a>}
        note={ui.t('clock.rulesLead')}
      />
      {waiting.length > 0 ? (
        <Card title={ui.t('clock.waiting')}>
          {waiting.map((change) => (
            <Change key={change.id} change={change} ui={ui} />
          ))}
        </Card>
      ) : null}
      <Card flush>
        <DataTable<ShownRule>
          ui={ui}
          caption={ui.t('clock.rules')}
          rows={rules}
          rowKey={(row) => row.id}
          href={(row) => `/clocks/rules/${row.id}`}
          empty={ui.t('table.empty')}
          columns={[
            { key: 'id', head: ui.t('clock.id'), cell: (row) => row.id },
            { key: 'title', head: ui.t('clock.what'), cell: (row) => row.title[ui.lang], wrap: true },
            { key: 'class', head: ui.t('definitions.class'), cell: (row) => classes(ui, row), wrap: true },
            { key: 'term', head: ui.t('clock.term'), cell: (row) => termText(ui, row) },
            { key: 'owner', head: ui.t('clock.owner'), cell: (row) => lookUp(ui.lang, `role.${row.ownerRole}`) },
            { key: 'basis', head: ui.t('clock.basis'), cell: (row) => row.basis, wrap: true, deskOnly: true },
            {
              key: 'confidence',
              head: ui.t('clock.confidence'),
              cell: (row) => <Confidence ui={ui} confidence={row.confidence} />,
            },
          ]}
        />
      </Card>
    </>
  );
}

/** A proposal with its decision, or the two buttons for somebody else. */
function Change({ change, ui }: { change: ShownChange; ui: Ui }): JSX.Element {
  const isOpen = change.state === 'proposed' && !change.mine && ui.may('clock.confirm');
  return (
    <div class="stack">
      <p>
        <a href={`/clocks/rules/${change.rule}`}>{change.rule}</a>{' '}
        {ui.t('clock.changeLine', { term: termText(ui, change), from: change.validFrom, basis: change.basis })}
      </p>
      <p class="note">
        {ui.t('clock.proposedBy', {
          name: change.proposedBy,
          at: chinaTime(change.proposedAt),
          reason: change.reason,
        })}
      </p>
      {change.state === 'proposed' ? null : (
        <p class="note">
          {ui.t(change.state === 'confirmed' ? 'clock.confirmedBy' : 'clock.declinedBy', {
            name: change.decidedBy ?? '',
            at: change.decidedAt ? chinaTime(change.decidedAt) : '',
            reason: change.decision ?? '',
          })}
        </p>
      )}
      {change.state === 'proposed' && change.mine ? <p class="note">{ui.t('clock.otherDecides')}</p> : null}
      {isOpen ? (
        <Form ui={ui} action={`/clocks/rules/decisions/${change.id}`} version={change.version} draft="off">
          <TextField ui={ui} name="ruleNote" label={ui.t('field.ruleNote')} maxLength={500} />
          <FormFoot>
            <button class="btn btn-primary" name="ruleMove" value="confirm">
              {ui.t('clock.confirm')}
            </button>
            <button class="btn" name="ruleMove" value="decline">
              {ui.t('clock.decline')}
            </button>
          </FormFoot>
        </Form>
      ) : null}
    </div>
  );
}

export function RuleView({ data: { rule, changes, mayPropose }, ui }: { data: RuleSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        title={rule.title[ui.lang]}
        over={<a href="/clocks/rules">{ui.t('clock.rules')}</a>}
        note={`${rule.id} · ${classes(ui, rule)}`}
      />
      <Card>
        <Facts
          facts={[
            { label: ui.t('clock.term'), value: termText(ui, rule) },
            { label: ui.t('clock.owner'), value: lookUp(ui.lang, `role.${rule.ownerRole}`) },
            { label: ui.t('clock.validFrom'), value: rule.validFrom },
            { label: ui.t('clock.confidence'), value: <Confidence ui={ui} confidence={rule.confidence} /> },
            {
              label: ui.t('clock.pauses'),
              value:
                rule.pauses.map((one) => lookUp(ui.lang, `clock.pause.${one}`)).join('、') || ui.t('clock.noPause'),
            },
            {
              label: ui.t('clock.extension'),
              value: rule.extension
                ? ui.t('clock.extendLead', {
                    most: rule.extension.amount,
                    unit: lookUp(ui.lang, `clock.unit.${rule.unit}`),
                    by: rule.extension.approval,
                  })
                : ui.t('clock.noExtension'),
            },
            { label: ui.t('clock.basis'), value: rule.basis, wide: true },
            { label: ui.t('clock.origin'), value: ui.t(rule.own ? 'clock.ownRule' : 'clock.givenRule'), wide: true },
          ]}
        />
      </Card>
      {changes.length > 0 ? (
        <Card title={ui.t('clock.changes')}>
          {changes.map((change) => (
            <Change key={change.id} change={change} ui={ui} />
          ))}
        </Card>
      ) : null}
      {ui.may('clock.confirm') && mayPropose ? <ProposalForm rule={rule} ui={ui} /> : null}
    </>
  );
}

function ProposalForm({ rule, ui }: { rule: ShownRule; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('clock.propose')}>
      <p class="mb-3">{ui.t('clock.proposeLead')}</p>
      <Form ui={ui} action={`/clocks/rules/${rule.id}`}>
        <div class="fields-grid">
          <TextField
            ui={ui}
            name="termAmount"
            label={ui.t('field.termAmount')}
            value={String(rule.amount)}
            width="third"
            required
            maxLength={4}
          />
          <SelectField
            ui={ui}
            name="unit"
            label={ui.t('field.termUnit')}
            value={rule.unit}
            width="third"
            empty={false}
            options={termUnits.map((value) => ({ value, label: lookUp(ui.lang, `clock.unit.${value}`) }))}
          />
          <DateField ui={ui} name="termFrom" label={ui.t('clock.validFrom')} width="third" required />
          <TextField ui={ui} name="basis" label={ui.t('clock.basis')} value={rule.basis} required maxLength={500} />
          <SelectField
            ui={ui}
            name="confidence"
            label={ui.t('clock.confidence')}
            value="V"
            width="third"
            empty={false}
            options={['V', 'M1', 'M2', 'M3'].map((value) => ({
              value,
              label: lookUp(ui.lang, `clock.confidence.${value}`),
            }))}
          />
          <TextField
            ui={ui}
            name="extensionAmount"
            label={ui.t('field.extensionAmount')}
            value={rule.extension ? String(rule.extension.amount) : ''}
            width="third"
            maxLength={4}
          />
          <TextField
            ui={ui}
            name="extensionApproval"
            label={ui.t('field.extensionApproval')}
            value={rule.extension?.approval ?? ''}
            width="third"
            maxLength={100}
          />
        </div>
        <FieldSet legend={ui.t('clock.pauses')} problem={ui.problem('pauseKinds')} id={fieldId('pauseKinds')}>
          {pauseKinds.map((value) => (
            <CheckField
              key={value}
              ui={ui}
              name="pauseKinds"
              value={value}
              width="third"
              label={lookUp(ui.lang, `clock.pause.${value}`)}
              checked={rule.pauses.includes(value)}
            />
          ))}
        </FieldSet>
        <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('clock.propose')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
