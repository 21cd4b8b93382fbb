import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, CheckField, FileField, Form, FormFoot, SelectField, TextArea, TextField, type Ui } from '../ui/index.ts';
import { ACCEPT } from './files.ts';
import type { InvestigationMove } from './machine.ts';
import type { InvestigationSheet } from './show.ts';

type Shown = Exclude<InvestigationMove, 'answer'>;
const order: readonly Shown[] = ['suppose', 'error', 'clear', 'retest', 'conclude', 'approve', 'sendBack', 'drop'];

/** What this person may do next, each with its own form, or why it cannot be done yet. */
export function NextSteps({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element | null {
  const moves = order.flatMap((move) =>
    data.moves.filter((one) => one.move === move).map(({ obstacles }) => ({ move, obstacles })),
  );
  const { row } = data;
  const waits = row.state === 'retesting' && moves.length === 0;
  if (moves.length === 0 && !waits) return null;
  const main = moves.find(
    ({ move, obstacles }) => obstacles.length === 0 && (move !== 'suppose' || row.hypothesis === null),
  );
  return (
    <Card title={ui.t('investigation.next')} id="next">
      {waits ? <p class="quiet">{ui.t('investigation.retestsWait')}</p> : null}
      {moves.map(({ move, obstacles }) =>
        obstacles.length > 0 ? (
          <div key={move} class="move-why mb-3">
            <p class="mb-1">
              <strong>{ui.t(`investigation.act.${move}`)}</strong>
            </p>
            {obstacles.map((reason) => (
              <p key={reason.id} class="mb-0">
                {reasonText(ui.lang, reason)}
              </p>
            ))}
          </div>
        ) : (
          <details key={move} class="more" open={move === main?.move}>
            <summary>{ui.t(`investigation.act.${move}`)}</summary>
            <MoveForm move={move} data={data} ui={ui} />
          </details>
        ),
      )}
    </Card>
  );
}

const paths: Record<Shown, string> = {
  ...{ suppose: 'hypothesis', error: 'error', clear: 'clearance', retest: 'retests', conclude: 'conclusion' },
  ...{ approve: 'approval', sendBack: 'return', drop: 'drop' },
};
const primary: readonly Shown[] = ['suppose', 'clear', 'retest', 'conclude', 'approve'];

function MoveForm({ move, data, ui }: { move: Shown; data: InvestigationSheet; ui: Ui }): JSX.Element {
  const { row } = data;
  const files = move === 'error' || move === 'clear' || move === 'conclude';
  return (
    <Form
      ui={ui}
      action={`/investigations/${row.id}/${paths[move]}`}
      version={row.version}
      files={files}
      draft={`investigation-${row.id}-${move}`}
    >
      <p class="quiet">{ui.t(`investigation.hint.${move}`)}</p>
      <div class="fields-grid mb-3">
        <Fields move={move} data={data} ui={ui} />
        {files ? (
          <FileField
            ui={ui}
            name="file"
            label={ui.t('investigation.evidence')}
            hint={ui.t('investigation.fileHint')}
            accept={ACCEPT}
            required={move === 'error'}
            width="half"
          />
        ) : null}
      </div>
      <FormFoot>
        <button class={primary.includes(move) ? 'btn btn-primary' : 'btn'}>{ui.t(`investigation.act.${move}`)}</button>
      </FormFoot>
    </Form>
  );
}

function Fields({ move, data, ui }: { move: Shown; data: InvestigationSheet; ui: Ui }): JSX.Element {
  if (move === 'suppose') return <Words ui={ui} name="hypothesis" value={data.row.hypothesis ?? ''} />;
  if (move === 'error') return <ErrorFields data={data} ui={ui} />;
  if (move === 'clear') return <Words ui={ui} name="findingText" />;
  if (move === 'retest') return <RetestFields data={data} ui={ui} />;
  if (move === 'conclude') return <ConclusionFields data={data} ui={ui} />;
  return <Words ui={ui} name={move === 'approve' ? 'note' : 'reason'} required={move !== 'approve'} />;
}

function Words({
  ui,
  name,
  value,
  required = true,
}: {
  ui: Ui;
  name: 'hypothesis' | 'findingText' | 'reason' | 'note';
  value?: string;
  required?: boolean;
}): JSX.Element {
  return (
    <TextArea
      ui={ui}
      name={name}
      label={ui.t(`field.${name}`)}
      value={value}
      rows={3}
      maxLength={2000}
      required={required}
      width="full"
    />
  );
}

const people = (data: InvestigationSheet, without: readonly (string | null)[] = []) =>
  data.analysts.filter(({ id }) => !without.includes(id)).map(({ id, name }) => ({ value: id, label: name }));

function ErrorFields({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element {
  const { rules } = data.row;
  return (
    <>
      <SelectField
        ui={ui}
        name="errorCause"
        label={ui.t('field.errorCause')}
        hint={rules.forbidden ? ui.t('investigation.causeHint') : undefined}
        required
        width="full"
        options={rules.causes.map((cause) => ({ value: cause.id, label: cause[ui.lang] }))}
      />
      <Words ui={ui} name="findingText" />
      <SelectField
        ui={ui}
        name="analyst"
        label={ui.t('investigation.repeatBy')}
        required
        width="half"
        options={people(data)}
      />
    </>
  );
}

function RetestFields({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element {
  const { least, most } = data.row.rules;
  const counts = Array.from({ length: most - least + 1 }, (_, i) => String(least + i));
  const first = data.records[0];
  const known = Object.entries(data.names).find(([, name]) => name === first?.analyst)?.[0] ?? null;
  return (
    <>
      <SelectField
        ui={ui}
        name="retests"
        label={ui.t('field.retests')}
        hint={ui.t('investigation.countHint', { least })}
        value={String(least)}
        empty={false}
        required
        width="third"
        options={counts.map((value) => ({ value, label: value }))}
      />
      <SelectField
        ui={ui}
        name="analyst"
        label={ui.t('investigation.retestBy')}
        hint={ui.t('investigation.secondHint')}
        required
        width="third"
        options={people(data, [known])}
      />
      <TextField
        ui={ui}
        name="restPortion"
        label={ui.t('field.restPortion')}
        hint={ui.t('investigation.portionHint')}
        maxLength={300}
        required
        width="full"
      />
    </>
  );
}

function ConclusionFields({ data, ui }: { data: InvestigationSheet; ui: Ui }): JSX.Element {
  const { row, records } = data;
  const retests = records.filter(({ standing, attempt }) => standing === 'retest' && attempt > 0);
  const options = retests.length > 0 ? (['original', 'retest'] as const) : (['original'] as const);
  return (
    <>
      <SelectField
        ui={ui}
        name="conclusion"
        label={ui.t('field.conclusion')}
        required
        width="half"
        options={options.map((value) => ({ value, label: ui.t(`investigation.conclusion.${value}`) }))}
      />
      <TextField
        ui={ui}
        name="reportedValue"
        label={ui.t('field.reportedValue')}
        hint={ui.t('investigation.reportedHint')}
        maxLength={200}
        width="half"
      />
      {retests.length === 0 && !row.rules.forbidden ? (
        <CheckField ui={ui} name="portionUsed" label={ui.t('field.portionUsed')} width="full" />
      ) : null}
      <Words ui={ui} name="reason" />
    </>
  );
}
