import type { JSX } from 'preact';
import {
  Card,
  DateField,
  Facts,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { EditionPill, WatchPill } from './frame.view.tsx';
import { ImpactCards } from './impact.view.tsx';
import { appliesBy, checkResults } from './rows.ts';
import type { StandardSheet } from './standards.show.ts';

export function NewStandardView({ ui }: { ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('methods.newStandard')} />
      <Form ui={ui} action="/methods/standards">
        <StandardFields ui={ui} />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('act.save')}</button>
        </FormFoot>
      </Form>
    </>
  );
}

function StandardFields({ ui, data }: { ui: Ui; data?: StandardSheet }): JSX.Element {
  return (
    <div class="fields-grid">
      <TextField
        ui={ui}
        name="standardNo"
        label={ui.t('field.standardNo')}
        hint={ui.t('methods.numberHint')}
        value={data?.number}
        required
        maxLength={120}
      />
      <TextField ui={ui} name="docTitle" label={ui.t('field.docTitle')} value={data?.title ?? ''} maxLength={200} />
      <TextField
        ui={ui}
        name="standardEdition"
        label={ui.t('field.standardEdition')}
        hint={ui.t('methods.editionHint')}
        value={data?.edition ?? ''}
        maxLength={40}
      />
      <DateField ui={ui} name="issuedOn" label={ui.t('field.issuedOn')} value={data?.issuedOn ?? ''} />
      <DateField ui={ui} name="inForceFrom" label={ui.t('field.inForceFrom')} value={data?.from ?? ''} />
      <DateField
        ui={ui}
        name="inForceTo"
        label={ui.t('field.inForceTo')}
        hint={ui.t('methods.toHint')}
        value={data?.to ?? ''}
      />
      <SelectField
        ui={ui}
        name="appliesBy"
        label={ui.t('field.appliesBy')}
        hint={ui.t('methods.byHint')}
        value={data?.appliesBy}
        required
        options={appliesBy.map((value) => ({ value, label: ui.t(`methods.by.${value}`) }))}
      />
      <TextField ui={ui} name="replacesNo" label={ui.t('field.replacesNo')} value={data?.replaces?.number ?? ''} />
    </div>
  );
}

/** One edition: what it is, its series, its checks, what cites it. */
export function StandardView({ data, ui }: { data: StandardSheet; ui: Ui }): JSX.Element {
  const link = ({ id, number }: { id: string; number: string }) => (
    <a key={id} href={`/methods/standards/${id}`} class="me-2">
      {number}
    </a>
  );
  const keeps = ui.may('standard.write');
  return (
    <>
      <PageHead
        over={<a href="/methods">{ui.t('methods.register')}</a>}
        title={data.number}
        note={data.title ?? undefined}
      >
        {data.hasFile ? (
          <a class="btn" href={`/methods/standards/${data.id}/file`}>
            {ui.t('methods.openFile')}
          </a>
        ) : null}
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('field.state'), value: <EditionPill ui={ui} standing={data.standing} /> },
            { label: ui.t('field.standardEdition'), value: data.edition },
            { label: ui.t('field.issuedOn'), value: data.issuedOn },
            { label: ui.t('field.inForceFrom'), value: data.from ?? ui.t('methods.unknown') },
            { label: ui.t('field.inForceTo'), value: data.to },
            { label: ui.t('field.appliesBy'), value: ui.t(`methods.by.${data.appliesBy}`) },
            { label: ui.t('field.replacesNo'), value: data.replaces && link(data.replaces) },
            { label: ui.t('methods.replacedBy'), value: data.replacedBy.length > 0 && data.replacedBy.map(link) },
            { label: ui.t('methods.origin'), value: ui.t(`methods.origin.${data.origin}`) },
            { label: ui.t('methods.file'), value: data.fileName },
          ]}
        />
      </Card>
      <Series data={data} ui={ui} />
      <Checks data={data} ui={ui} keeps={keeps} />
      <ImpactCards impact={data.impact} ui={ui} number={data.number} />
      {keeps ? <Changing data={data} ui={ui} /> : null}
    </>
  );
}

/** The editions side by side, and which of them holds for goods made on a day. */
function Series({ data, ui }: { data: StandardSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('methods.series')}>
      <ul class="list-unstyled">
        {data.editions.map((one) => (
          <li key={one.id} class="mb-1">
            <EditionPill ui={ui} standing={one.standing} />{' '}
            {one.id === data.id ? (
              <strong>{one.number}</strong>
            ) : (
              <a href={`/methods/standards/${one.id}`}>{one.number}</a>
            )}{' '}
            <span class="quiet">{`${one.from ?? '…'} – ${one.to ?? '…'}`}</span>
          </li>
        ))}
      </ul>
      <form class="d-flex gap-2 align-items-end flex-wrap" action={`/methods/standards/${data.id}`} method="get">
        <DateField
          ui={ui}
          name="production"
          label={ui.t('methods.production')}
          value={data.production ?? ''}
          required
        />
        <button class="btn mb-3">{ui.t('methods.choose')}</button>
      </form>
      {data.production === null ? null : (
        <p>
          {data.chosen === null
            ? ui.t('methods.noneChosen', { day: data.production })
            : ui.t('methods.chosen', { day: data.production, standard: data.chosen })}
        </p>
      )}
    </Card>
  );
}

function Checks({ data, ui, keeps }: { data: StandardSheet; ui: Ui; keeps: boolean }): JSX.Element {
  return (
    <Card
      title={ui.t('methods.watch')}
      id="checks"
      aside={data.standing === 'ended' ? null : <WatchPill ui={ui} state={data.watch} />}
    >
      {data.checks.length === 0 ? <p class="quiet">{ui.t('methods.neverChecked')}</p> : null}
      <ul class="list-unstyled">
        {data.checks.map((check) => (
          <li key={check.id} class="mb-2">
            <strong>{check.on}</strong> {ui.t(`methods.result.${check.result}`)}
            {check.successor === null ? null : `: ${check.successor}`} · {check.place} · {check.by}
            {check.note === null ? null : <div class="quiet">{check.note}</div>}
          </li>
        ))}
      </ul>
      {keeps && data.standing !== 'ended' ? <CheckForm data={data} ui={ui} /> : null}
    </Card>
  );
}

function CheckForm({ data, ui }: { data: StandardSheet; ui: Ui }): JSX.Element {
  return (
    <details class="more">
      <summary>{ui.t('methods.recordCheck')}</summary>
      <Form ui={ui} action="/methods/checks">
        <input type="hidden" name="standards" value={data.id} />
        <div class="fields-grid">
          <DateField
            ui={ui}
            name="checkedOn"
            label={ui.t('field.checkedOn')}
            value={ui.today}
            max={ui.today}
            required
          />
          <TextField
            ui={ui}
            name="checkedAt"
            label={ui.t('field.checkedAt')}
            hint={ui.t('methods.checkedAtHint')}
            required
          />
          <SelectField
            ui={ui}
            name="checkResult"
            label={ui.t('field.checkResult')}
            required
            options={checkResults.map((value) => ({ value, label: ui.t(`methods.result.${value}`) }))}
          />
          <TextField
            ui={ui}
            name="successorNo"
            label={ui.t('field.successorNo')}
            hint={ui.t('methods.successorHint')}
          />
          <DateField ui={ui} name="successorFrom" label={ui.t('field.successorFrom')} />
          <TextArea ui={ui} name="note" label={ui.t('field.note')} rows={2} width="full" />
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('methods.recordCheck')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}

function Changing({ data, ui }: { data: StandardSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <details class="more mb-3" open={ui.problems.some(({ field }) => field !== 'file')}>
        <summary>{ui.t('methods.change')}</summary>
        <Form ui={ui} action={`/methods/standards/${data.id}`} version={data.version}>
          <StandardFields ui={ui} data={data} />
          <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} required width="full" />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('act.save')}</button>
          </FormFoot>
        </Form>
      </details>
      <details class="more mb-3" open={ui.problem('file') !== undefined}>
        <summary>{ui.t('methods.attach')}</summary>
        <Form ui={ui} action={`/methods/standards/${data.id}/file`} version={data.version} files draft="off">
          <FileField ui={ui} name="file" label={ui.t('field.file')} accept=".pdf,.docx" required />
          <FormFoot>
            <button class="btn">{ui.t('methods.attach')}</button>
          </FormFoot>
        </Form>
      </details>
    </>
  );
}
