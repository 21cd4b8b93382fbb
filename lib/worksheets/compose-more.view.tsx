import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { CheckField, DataTable, Empty, Form, FormFoot, Moves, SelectField, TextField, type Ui } from '../ui/index.ts';
import type { Order } from './compose-order.ts';
import { candidateColumns } from './compose-parts.view.tsx';
import { rowKinds } from './rows.ts';

/** What more can go into a run that is open, and its head. */
export function More({ data, base, ui }: { data: Order; base: string; ui: Ui }): JSX.Element {
  const { run, candidates, colleagues, rooms } = data;
  const samples = data.rows.filter(({ kind }) => kind === 'sample');
  return (
    <>
      <details class="more mb-3">
        <summary>{ui.t('run.moreSamples', { count: candidates.length })}</summary>
        {candidates.length === 0 ? (
          <Empty text={ui.t('run.noMore')} />
        ) : (
          <Form ui={ui} action={`${base}/rows`} draft="off">
            <DataTable
              ui={ui}
              caption={ui.t('run.candidates')}
              rows={candidates}
              rowKey={(test) => test.id}
              empty={ui.t('run.noMore')}
              columns={candidateColumns(ui, false)}
            />
            <FormFoot>
              <button class="btn btn-primary">{ui.t('run.add')}</button>
            </FormFoot>
          </Form>
        )}
      </details>
      <details class="more mb-3">
        <summary>{ui.t('run.moreControls')}</summary>
        <Form ui={ui} action={`${base}/controls`} draft="off">
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="qcKind"
              label={ui.t('field.qcKind')}
              required
              width="third"
              options={rowKinds
                .filter((kind) => kind !== 'sample')
                .map((kind) => ({ value: kind, label: ui.t(`run.kind.${kind}`) }))}
            />
            <TextField ui={ui} name="rowLabel" label={ui.t('field.rowLabel')} width="third" maxLength={60} />
            <TextField ui={ui} name="rowLevel" label={ui.t('field.rowLevel')} width="third" maxLength={40} />
            <TextField ui={ui} name="rowLot" label={ui.t('field.rowLot')} width="third" maxLength={60} scan />
            <SelectField
              ui={ui}
              name="ofRow"
              label={ui.t('field.ofRow')}
              hint={ui.t('run.ofRowHint')}
              width="third"
              options={samples.map((row) => ({
                value: row.id,
                label: `${row.position} ${row.test?.number ?? ''} ${row.test?.title ?? ''}`,
              }))}
            />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('run.add')}</button>
          </FormFoot>
        </Form>
      </details>
      <details
        class="more mb-3"
        open={['runTitle', 'instrument', 'roomCode', 'members'].some((name) => ui.problem(name))}
      >
        <summary>{ui.t('run.head')}</summary>
        <Form ui={ui} action={`${base}/head`} version={data.version} draft="off">
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="runTitle"
              label={ui.t('field.runTitle')}
              value={run.title}
              required
              width="half"
              maxLength={120}
            />
            <TextField
              ui={ui}
              name="instrument"
              label={ui.t('field.instrument')}
              hint={ui.t('run.instrumentHint')}
              value={run.instrument ?? ''}
              scan
              width="half"
            />
            <SelectField
              ui={ui}
              name="roomCode"
              label={ui.t('field.roomCode')}
              value={run.room ?? ''}
              width="half"
              options={rooms.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
            />
            <TextField
              ui={ui}
              name="note"
              label={ui.t('field.note')}
              value={run.note ?? ''}
              width="half"
              maxLength={500}
            />
          </div>
          {colleagues.length > 0 ? (
            <fieldset class="fields">
              <legend>{ui.t('run.membersTitle')}</legend>
              <p class="fields-hint">{ui.t('run.membersHint')}</p>
              <div class="fields-grid">
                {colleagues.map(({ id, name }) => (
                  <CheckField
                    key={id}
                    ui={ui}
                    name="members"
                    value={id}
                    label={name}
                    checked={run.members.includes(id)}
                    width="third"
                  />
                ))}
              </div>
            </fieldset>
          ) : null}
          <FormFoot>
            <button class="btn btn-primary">{ui.t('run.saveHead')}</button>
          </FormFoot>
        </Form>
      </details>
    </>
  );
}

/** The end of a run: finished with the times of its sequence, opened again, dropped. */
export function End({ data, base, ui }: { data: Order; base: string; ui: Ui }): JSX.Element {
  const steps = data.moves.filter(({ move }) => move === 'drop' || move === 'reopen' || move === 'finish');
  const finish = steps.find(({ move }) => move === 'finish');
  return (
    <>
      {finish && finish.obstacles.length === 0 ? (
        <Form ui={ui} action={`${base}/state`} version={data.version} draft="off">
          <input type="hidden" name="runStep" value="finish" />
          <div class="fields-grid">
            <Time ui={ui} name="sequenceFrom" label={ui.t('field.sequenceFrom')} value={data.run.sequence?.from} />
            <Time ui={ui} name="sequenceTo" label={ui.t('field.sequenceTo')} value={data.run.sequence?.to} />
          </div>
          <p class="quiet">{ui.t('run.finishHint')}</p>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('move.run.finish')}</button>
          </FormFoot>
        </Form>
      ) : null}
      <Moves
        ui={ui}
        moves={steps
          .filter(({ move, obstacles }) => move !== 'finish' || obstacles.length > 0)
          .map(({ move, obstacles }) => ({
            move,
            label: ui.t(move === 'drop' ? 'move.run.drop' : move === 'reopen' ? 'move.run.reopen' : 'move.run.finish'),
            obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)),
            action: `${base}/state`,
            version: data.version,
            fields: { runStep: move },
            reason: true,
            kind: move === 'drop' ? ('danger' as const) : ('plain' as const),
          }))}
      />
    </>
  );
}

/** A moment of the bench, in China. */
function Time({
  ui,
  name,
  label,
  value,
}: {
  ui: Ui;
  name: string;
  label: string;
  value: string | undefined;
}): JSX.Element {
  const problem = ui.problem(name);
  return (
    <div class={`field field-third${problem ? ' has-problem' : ''}`}>
      <label class="form-label" for={`f-${name}`}>
        {label}
      </label>
      <input
        id={`f-${name}`}
        class="form-control"
        type="datetime-local"
        name={name}
        value={ui.value(name, value)}
        aria-invalid={problem ? 'true' : undefined}
      />
      {problem ? <p class="field-problem">{problem}</p> : null}
    </div>
  );
}
