import type { JSX } from 'preact';
import { reasonText, t } from '../messages/index.ts';
import {
  Card,
  FileField,
  Form,
  FormFoot,
  fieldId,
  type MoveButton,
  Moves,
  PageHead,
  SignBlock,
  StateText,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import { Examples } from './examples.view.tsx';
import { type FieldFault, fieldFaults, withFaults } from './faults.ts';
import type { DraftMove } from './machine.ts';
import { ParameterEditor } from './parameter-editor.view.tsx';
import { DifferenceTable, SectionList, Sentences } from './sections.view.tsx';
import type { DraftSheet } from './show.ts';
import { SpecificationEditor } from './specification-editor.view.tsx';

/** A draft: for its author the editor, for everybody else what it says and what it changes. */
export function DraftView({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  const editable = data.mine && (data.state === 'draft' || data.state === 'returned') && ui.may('catalogue.write');
  const faults = fieldFaults(ui, data.faults, data.body, 'body.');
  return (
    <>
      <PageHead
        over={<a href="/drafts">{`${ui.t('nav.drafts')} · ${ui.t(`editions.of.${data.kind}`)}`}</a>}
        title={data.title || data.code}
        note={
          <>
            <strong>{data.code}</strong>
            <StateText ui={ui} state={data.state} />
            <span>{ui.t(data.isNew ? 'editions.isNew' : 'editions.isNext')}</span>
            <span>{ui.t('editions.byAuthor', { name: data.author })}</span>
          </>
        }
      >
        <Moves ui={ui} moves={buttons(data, ui)} />
      </PageHead>
      {data.reason === null ? null : (
        <p class="edit-reason">{ui.t('editions.decided', { name: data.decidedBy, reason: data.reason })}</p>
      )}
      <Faults faults={faults} ui={ui} />
      {data.moves.some(({ move }) => move === 'release') ? <Release data={data} ui={ui} /> : null}
      {editable ? <Editor data={data} ui={withFaults(ui, faults)} /> : <Reading data={data} ui={ui} />}
    </>
  );
}

/** What still stands against the draft; each sentence leads to its field. */
function Faults({ faults, ui }: { faults: readonly FieldFault[]; ui: Ui }): JSX.Element {
  if (faults.length === 0) return <p class="edit-ready">✓ {ui.t('editions.ready')}</p>;
  return (
    <Card title={ui.t('editions.faultsTitle', { count: faults.length })} id="faults">
      <ul class="mb-0">
        {faults.map(({ field, text }) => (
          <li key={field + text}>{field === '' ? text : <a href={`#${fieldId(field)}`}>{text}</a>}</li>
        ))}
      </ul>
    </Card>
  );
}

function Editor({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <Form ui={ui} action={`/drafts/${data.id}`} version={data.version} class="form form-wide">
        {data.kind === 'specification' ? (
          <SpecificationEditor data={data} ui={ui} />
        ) : (
          <ParameterEditor data={data} ui={ui} />
        )}
        <TextArea
          ui={ui}
          name="note"
          label={ui.t('editions.why')}
          value={data.note ?? ''}
          rows={2}
          maxLength={2000}
          width="full"
        />
        <FormFoot>
          <button class="btn btn-primary btn-next" name="act" value="save">
            {ui.t('editions.save')}
          </button>
          <span class="quiet">{ui.t('editions.saveHint')}</span>
        </FormFoot>
      </Form>
      {data.kind === 'specification' ? <SheetCard data={data} ui={ui} /> : null}
      <Changes data={data} ui={ui} />
    </>
  );
}

function SheetCard({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('editions.sheetTitle')}>
      <p>
        <a class="btn" href={`/drafts/${data.id}/items.xlsx`}>
          {ui.t('editions.exportItems')}
        </a>
      </p>
      <Form ui={ui} action={`/drafts/${data.id}/items`} version={data.version} files draft="off">
        <FileField
          ui={ui}
          name="file"
          label={ui.t('editions.itemsFile')}
          accept=".xlsx"
          hint={ui.t('editions.importHint')}
          required
        />
        <FormFoot>
          <button class="btn">{ui.t('editions.importItems')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function Changes({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element | null {
  if (data.base === null) return null;
  return (
    <Card title={ui.t('editions.changesTitle')} id="changes">
      <Sentences sentences={data.changes.sentences} ui={ui} />
    </Card>
  );
}

function Reading({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <Changes data={data} ui={ui} />
      {data.base === null ? null : (
        <Card title={ui.t('editions.sideBySide')} flush>
          <DifferenceTable rows={data.changes.rows.filter(({ changed }) => changed)} ui={ui} />
        </Card>
      )}
      {data.kind === 'parameter' ? (
        <Card title={ui.t('editions.examplesTitle')} flush>
          <Examples ui={ui} examples={data.examples} id={data.id} />
        </Card>
      ) : null}
      <SectionList sections={data.sections} ui={ui} />
    </>
  );
}

/** The second person: what is released, under a password; or why this person cannot. */
function Release({ data, ui }: { data: DraftSheet; ui: Ui }): JSX.Element {
  const obstacles = data.moves.find(({ move }) => move === 'release')?.obstacles ?? [];
  if (obstacles.length > 0) {
    return (
      <Card title={ui.t('editions.release')}>
        {obstacles.map((reason) => (
          <p key={reason.id}>{reasonText(ui.lang, reason)}</p>
        ))}
      </Card>
    );
  }
  const label = `${t(ui.lang, `editions.of.${data.kind}`)} ${data.code} ${data.title}`;
  return (
    <Card title={ui.t('editions.release')} id="release">
      <Form ui={ui} action={`/drafts/${data.id}/release`} version={data.version} draft="off">
        <SignBlock ui={ui} meaning={ui.t('meaning.release')} records={[{ id: data.id, label, hash: data.hash }]} />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('editions.release')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

/** The moves that are a button or need a reason; saving and releasing have their own forms. */
function buttons(data: DraftSheet, ui: Ui): MoveButton[] {
  const look: Partial<Record<DraftMove, Pick<MoveButton, 'label' | 'action' | 'kind' | 'reason'>>> = {
    propose: { label: ui.t('editions.propose'), action: `/drafts/${data.id}/proposal`, kind: 'primary' },
    withdraw: { label: ui.t('editions.withdraw'), action: `/drafts/${data.id}/withdrawal` },
    return: { label: ui.t('editions.return'), action: `/drafts/${data.id}/return`, reason: true },
    drop: { label: ui.t('editions.drop'), action: `/drafts/${data.id}/drop`, reason: true, kind: 'danger' },
  };
  return data.moves.flatMap(({ move, obstacles }) => {
    const button = look[move];
    if (!button) return [];
    return [
      { move, version: data.version, obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)), ...button },
    ];
  });
}
