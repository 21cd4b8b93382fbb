import type { JSX } from 'preact';
import { roles } from '../kernel/roles.ts';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  DateField,
  Facts,
  FieldSet,
  FileField,
  Form,
  FormFoot,
  fieldId,
  Moves,
  PageHead,
  Pill,
  SelectField,
  SignBlock,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { WatchPill } from './frame.view.tsx';
import type { SopState } from './rows.ts';
import type { SopSheet, SopVersionLine } from './sops.show.ts';

const outsiders = ['authority', 'administrator'];

export function NewSopView({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('methods.newSop')} over={<a href="/methods/sops">{ui.t('methods.sops')}</a>} />
      <Form ui={ui} action="/methods/sops">
        <div class="fields-grid">
          <TextField ui={ui} name="sopNo" label={ui.t('field.sopNo')} required maxLength={60} />
          <TextField ui={ui} name="docTitle" label={ui.t('field.docTitle')} required maxLength={200} />
          <TextField
            ui={ui}
            name="reviewMonths"
            label={ui.t('field.reviewMonths')}
            hint={ui.t('methods.reviewMonthsHint')}
            unit={ui.t('methods.months')}
          />
        </div>
        <FieldSet legend={ui.t('field.readers')} problem={ui.problem('readers')} id={fieldId('readers')}>
          {roles
            .filter((role) => !outsiders.includes(role))
            .map((role) => (
              <CheckField key={role} ui={ui} name="readers" value={role} width="third" label={ui.t(`role.${role}`)} />
            ))}
        </FieldSet>
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </>
  );
}

/** One SOP: what holds, who has read it, its versions. */
export function SopView({ data, ui }: { data: SopSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead over={<a href="/methods/sops">{ui.t('methods.sops')}</a>} title={`${data.number} ${data.title}`} />
      <Card>
        <Facts
          facts={[
            { label: ui.t('methods.currentVersion'), value: data.current ?? ui.t('methods.noVersion') },
            {
              label: ui.t('methods.nextReview'),
              value: data.review.due && (
                <>
                  {data.review.due}{' '}
                  {data.review.state === 'done' ? null : <WatchPill ui={ui} state={data.review.state} />}
                </>
              ),
            },
            { label: ui.t('field.reviewMonths'), value: `${data.reviewMonths} ${ui.t('methods.months')}` },
            {
              label: ui.t('field.readers'),
              value: data.readers.map((role) => ui.t(`role.${role}`)).join(ui.lang === 'zh' ? '、' : ', '),
              wide: true,
            },
          ]}
        />
      </Card>
      <Reading data={data} ui={ui} />
      {data.versions.map((version) => (
        <Version key={version.id} version={version} ui={ui} title={`${data.number} ${data.title}`} />
      ))}
      {ui.may('method.write') && !data.versions.some(({ state }) => state === 'draft') ? (
        <AddVersion data={data} ui={ui} />
      ) : null}
      <Reviews data={data} ui={ui} />
    </>
  );
}

function Reading({ data: { reading }, ui }: { data: SopSheet; ui: Ui }): JSX.Element | null {
  if (reading === null) return null;
  const comma = ui.lang === 'zh' ? '、' : ', ';
  return (
    <Card
      title={ui.t('methods.readingOf', { label: reading.label })}
      aside={ui.t('methods.readCount', { done: reading.done.length, all: reading.done.length + reading.open.length })}
    >
      <p>
        <Pill
          tone={reading.open.length === 0 ? 'green' : 'red'}
          shape={reading.open.length === 0 ? '✔' : '▲'}
          word={reading.open.length === 0 ? ui.t('methods.allRead') : ui.t('methods.notRead')}
        />{' '}
        {reading.open.join(comma)}
      </p>
      {reading.done.length === 0 ? null : (
        <p class="quiet">
          {ui.t('methods.haveRead')}
          {reading.done.map(({ name, at }) => `${name} (${chinaTime(at).slice(0, 10)})`).join(comma)}
        </p>
      )}
      {reading.mine ? (
        <Form ui={ui} action={`/methods/sop-versions/${reading.versionId}/readings`} draft="off">
          <p>{ui.t('methods.readStatement', { label: reading.label })}</p>
          <FormFoot>
            <a class="btn" href={`/methods/sop-versions/${reading.versionId}/file`}>
              {ui.t('methods.openFile')}
            </a>
            <button class="btn btn-primary">{ui.t('methods.confirmRead')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}

const looks = {
  draft: { tone: 'violet', shape: '◑' },
  approved: { tone: 'green', shape: '●' },
  superseded: { tone: 'grey', shape: '○' },
  void: { tone: 'grey', shape: '✕' },
  dropped: { tone: 'grey', shape: '✕' },
} as const satisfies Record<SopState, object>;

function Version({ version, ui, title }: { version: SopVersionLine; ui: Ui; title: string }): JSX.Element {
  const approval = version.moves.find(({ move }) => move === 'approve');
  return (
    <Card
      title={ui.t('methods.version', { label: version.label })}
      aside={<Pill {...looks[version.state]} word={ui.t(`methods.sop.${version.state}`)} />}
    >
      <Facts
        facts={[
          { label: ui.t('field.inForceFrom'), value: version.from },
          { label: ui.t('methods.author'), value: version.author },
          {
            label: ui.t('methods.approvedBy'),
            value: version.approvedBy && `${version.approvedBy} ${chinaTime(version.approvedAt ?? '')}`,
          },
          {
            label: ui.t('methods.file'),
            value: <a href={`/methods/sop-versions/${version.id}/file`}>{version.fileName}</a>,
          },
          { label: ui.t('field.changeNote'), value: version.changeNote, wide: true },
          ...(version.reason === null ? [] : [{ label: ui.t('field.reason'), value: version.reason, wide: true }]),
        ]}
      />
      {approval?.obstacles.map((reason) => (
        <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
      ))}
      <hr />
      {approval && approval.obstacles.length === 0 ? (
        <Form ui={ui} action={`/methods/sop-versions/${version.id}/approval`} version={version.version} draft="off">
          <SignBlock
            ui={ui}
            meaning={ui.t('methods.meaning')}
            records={[{ id: version.id, label: `${title} ${version.label}`, hash: version.hash }]}
          />
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('methods.approve')}</button>
          </FormFoot>
        </Form>
      ) : null}
      <Ending version={version} ui={ui} />
    </Card>
  );
}

function Ending({ version, ui }: { version: SopVersionLine; ui: Ui }): JSX.Element | null {
  const words = { drop: ui.t('methods.drop'), withdraw: ui.t('methods.withdrawVersion') };
  const paths = { drop: 'drop', withdraw: 'withdrawal' };
  const moves = version.moves.flatMap(({ move, obstacles }) =>
    (move === 'drop' || move === 'withdraw') && obstacles.length === 0
      ? [
          {
            move,
            label: words[move],
            obstacles: [],
            action: `/methods/sop-versions/${version.id}/${paths[move]}`,
            version: version.version,
            reason: true,
            kind: 'danger' as const,
          },
        ]
      : [],
  );
  return moves.length === 0 ? null : <Moves ui={ui} moves={moves} />;
}

function AddVersion({ data, ui }: { data: SopSheet; ui: Ui }): JSX.Element {
  return (
    <details class="more mb-3" open={data.versions.length === 0 || ui.problems.length > 0}>
      <summary>{ui.t('methods.newVersion')}</summary>
      <Form ui={ui} action={`/methods/sops/${data.id}/versions`} files draft="off">
        <div class="fields-grid">
          <TextField
            ui={ui}
            name="versionLabel"
            label={ui.t('field.versionLabel')}
            hint={ui.t('methods.labelHint')}
            required
            maxLength={20}
          />
          <DateField ui={ui} name="inForceFrom" label={ui.t('field.inForceFrom')} min={ui.today} required />
          <TextArea ui={ui} name="changeNote" label={ui.t('field.changeNote')} rows={2} required width="full" />
          <FileField ui={ui} name="file" label={ui.t('field.file')} accept=".pdf,.docx" required />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('methods.newVersion')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function Reviews({ data, ui }: { data: SopSheet; ui: Ui }): JSX.Element | null {
  if (data.current === null) return null;
  return (
    <Card title={ui.t('methods.reviews')}>
      {data.reviews.length === 0 ? <p class="quiet">{ui.t('methods.noReview')}</p> : null}
      <ul class="list-unstyled">
        {data.reviews.map((one) => (
          <li key={one.id}>
            <strong>{one.on}</strong> {ui.t(`methods.outcome.${one.outcome}`)} · {one.by}
            {one.note === null ? null : <span class="quiet"> {one.note}</span>}
          </li>
        ))}
      </ul>
      {ui.may('method.write') ? (
        <details class="more">
          <summary>{ui.t('methods.recordReview')}</summary>
          <Form ui={ui} action={`/methods/sops/${data.id}/reviews`}>
            <div class="fields-grid">
              <DateField
                ui={ui}
                name="reviewedOn"
                label={ui.t('field.reviewedOn')}
                value={ui.today}
                max={ui.today}
                required
              />
              <SelectField
                ui={ui}
                name="reviewOutcome"
                label={ui.t('field.reviewOutcome')}
                required
                options={(['keep', 'revise'] as const).map((value) => ({
                  value,
                  label: ui.t(`methods.outcome.${value}`),
                }))}
              />
              <TextArea ui={ui} name="note" label={ui.t('field.note')} rows={2} width="full" />
            </div>
            <FormFoot>
              <button class="btn">{ui.t('methods.recordReview')}</button>
            </FormFoot>
          </Form>
        </details>
      ) : null}
    </Card>
  );
}
