import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DecimalField,
  Facts,
  Form,
  FormFoot,
  type MoveButton,
  Moves,
  PageHead,
  SelectField,
  SignBlock,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import { FiguresCard } from './figures.view.tsx';
import type { VerificationMove } from './machine.ts';
import type { VerificationSheet } from './verifications.show.ts';
import { VerificationPill } from './verifications.view.tsx';

/** The record of one verification: what was measured, what follows, what the second person concludes. */
export function VerificationView({ data, ui }: { data: VerificationSheet; ui: Ui }): JSX.Element {
  const may = (move: VerificationMove) => data.moves.find((one) => one.move === move);
  const saves = may('save')?.obstacles.length === 0;
  return (
    <>
      <PageHead
        over={<a href="/methods/verifications">{ui.t('methods.verifications')}</a>}
        title={`${data.number} ${data.code} ${data.name[ui.lang]}`}
        note={<VerificationPill ui={ui} row={data} />}
      />
      <Card>
        <Facts
          facts={[
            { label: ui.t('field.kind'), value: ui.t(`methods.kind.${data.kind}`) },
            { label: ui.t('methods.author'), value: data.author },
            {
              label: ui.t('methods.decidedBy'),
              value: data.decidedBy && `${data.decidedBy} ${chinaTime(data.decidedAt ?? '')}`,
            },
            { label: ui.t('field.methodStandard'), value: data.standard, wide: true },
            ...(data.reason === null ? [] : [{ label: ui.t('field.decisionNote'), value: data.reason, wide: true }]),
            ...(data.note === null || saves ? [] : [{ label: ui.t('field.note'), value: data.note, wide: true }]),
          ]}
        />
      </Card>
      {data.computed === null ? null : <FiguresCard figures={data.computed} ui={ui} />}
      {saves ? <Entering data={data} ui={ui} /> : <Entered data={data} ui={ui} />}
      {may('conclude') ? <Concluding data={data} ui={ui} /> : null}
      <Card title={ui.t('moves.title')}>
        <Moves ui={ui} moves={buttons(data, ui)} />
      </Card>
    </>
  );
}

const measured = ['precision', 'recovery', 'linearity', 'blanks'] as const;
const limits = ['rsdMost', 'recoveryLow', 'recoveryHigh', 'rLeast', 'lodMost', 'loqMost'] as const;

function Entering({ data, ui }: { data: VerificationSheet; ui: Ui }): JSX.Element {
  return (
    <Form ui={ui} action={`/methods/verifications/${data.id}`} version={data.version} class="form form-wide">
      <Card title={ui.t('methods.measured')}>
        <div class="fields-grid">
          {measured.map((name) => (
            <TextArea
              key={name}
              ui={ui}
              name={name}
              label={ui.t(`field.${name}`)}
              hint={ui.t(`methods.hint.${name}`)}
              value={data.data[name] ?? ''}
              rows={6}
              width="half"
            />
          ))}
          <DecimalField
            ui={ui}
            name="sigma"
            label={ui.t('field.sigma')}
            hint={ui.t('methods.hint.sigma')}
            value={data.data.sigma ?? ''}
          />
        </div>
      </Card>
      <Card title={ui.t('methods.limits')}>
        <div class="fields-grid">
          {limits.map((name) => (
            <DecimalField
              key={name}
              ui={ui}
              name={name}
              label={ui.t(`field.${name}`)}
              value={data.limits[name] ?? ''}
            />
          ))}
          <TextArea ui={ui} name="note" label={ui.t('field.note')} value={data.note ?? ''} rows={2} width="full" />
        </div>
      </Card>
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('methods.calculate')}</button>
      </FormFoot>
    </Form>
  );
}

/** What was entered, for those who only read. */
function Entered({ data, ui }: { data: VerificationSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('methods.measured')}>
      <div class="fields-grid">
        {([...measured, 'sigma'] as const)
          .filter((name) => data.data[name] !== undefined)
          .map((name) => (
            <div key={name}>
              <p class="mb-1">
                <strong>{ui.t(`field.${name}`)}</strong>
              </p>
              {(data.data[name] ?? '').split('\n').map((line, i) => (
                <p key={`${i}-${line}`} class="mb-0">
                  {line}
                </p>
              ))}
            </div>
          ))}
      </div>
    </Card>
  );
}

function Concluding({ data, ui }: { data: VerificationSheet; ui: Ui }): JSX.Element {
  const obstacles = data.moves.find(({ move }) => move === 'conclude')?.obstacles ?? [];
  return (
    <Card title={ui.t('methods.conclude')} id="conclude">
      {obstacles.length > 0 ? (
        obstacles.map((reason) => <p key={reason.id}>{reasonText(ui.lang, reason)}</p>)
      ) : (
        <Form ui={ui} action={`/methods/verifications/${data.id}/conclusion`} version={data.version} draft="off">
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="fitness"
              label={ui.t('field.fitness')}
              required
              options={(['fit', 'unfit'] as const).map((value) => ({
                value,
                label: ui.t(`methods.verification.${value}`),
              }))}
            />
            <TextArea ui={ui} name="decisionNote" label={ui.t('field.decisionNote')} rows={2} width="full" />
          </div>
          <SignBlock
            ui={ui}
            meaning={ui.t('methods.meaning')}
            records={[{ id: data.id, label: `${data.number} ${data.code}`, hash: data.hash }]}
          />
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('methods.conclude')}</button>
          </FormFoot>
        </Form>
      )}
    </Card>
  );
}

function buttons(data: VerificationSheet, ui: Ui): MoveButton[] {
  const words = { propose: ui.t('methods.propose'), return: ui.t('act.return'), drop: ui.t('methods.drop') };
  const paths = { propose: 'proposal', return: 'return', drop: 'drop' };
  return data.moves.flatMap(({ move, obstacles }): MoveButton[] => {
    if (move === 'save' || move === 'conclude') return [];
    const reasons = move === 'propose' ? [...obstacles, ...data.missing] : obstacles;
    return [
      {
        move,
        label: words[move],
        obstacles: reasons.map((reason) => reasonText(ui.lang, reason)),
        action: `/methods/verifications/${data.id}/${paths[move]}`,
        version: data.version,
        reason: move !== 'propose',
        kind: move === 'propose' ? 'primary' : move === 'drop' ? 'danger' : 'plain',
      },
    ];
  });
}
