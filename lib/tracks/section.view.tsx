import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import { Card, chinaTime, Facts, FileField, Form, FormFoot, Moves, PageHead, Steps, type Ui } from '../ui/index.ts';
import { Fields } from './fields.view.tsx';
import { ClocksCard, HeadFacts, kindWord, LineFacts, SectionPill } from './parts.view.tsx';
import type { SectionSheet } from './show.ts';
import { saidFields } from './shown.ts';
import { Cautions } from './track.view.tsx';

const baseOf = ({ caseId, id }: SectionSheet): string => `/cases/${caseId}/tracks/${id}`;

/** One of the seven sections: to be filled while it is open to this person, else to be read; with its register and its audit. */
export function SectionView({ data, ui }: { data: SectionSheet; ui: Ui }): JSX.Element {
  const save = data.moves.find(({ move }) => move === 'save');
  const writes = save !== undefined && save.obstacles.length === 0;
  const place = data.sections.findIndex(({ section }) => section === data.section);
  return (
    <>
      <PageHead
        over={
          <a href={baseOf(data)}>
            {data.caseNumber} · {kindWord(ui, data.kind)} {data.unitName}
          </a>
        }
        title={`${place + 1} ${data.title[ui.lang]}`}
        note={data.lead[ui.lang]}
      />
      <Steps
        label={ui.t('track.sections')}
        steps={data.sections.map(({ section, title, state }) => ({
          id: section,
          label: title[ui.lang],
          href: `${baseOf(data)}/sections/${section}`,
          state: stepState(state, section === data.section),
          note: lookUp(ui.lang, `track.section.${state}`),
        }))}
      />
      <Cautions data={data} ui={ui} />
      <div class="split">
        <div>
          <Standing data={data} ui={ui} />
          {data.registers.map((register) => (
            <Register key={register.of} data={data} register={register} ui={ui} />
          ))}
          {writes ? <Fill data={data} ui={ui} /> : <Read data={data} ui={ui} />}
          <Files data={data} ui={ui} writes={writes} />
        </div>
        <div>
          <Audit data={data} ui={ui} />
          <HeadFacts data={data} ui={ui} />
          <ClocksCard clocks={data.clocks} ui={ui} />
        </div>
      </div>
    </>
  );
}

const stepState = (state: string, isHere: boolean): 'done' | 'now' | 'todo' | 'refused' => {
  if (state === 'passed') return 'done';
  if (isHere) return 'now';
  return state === 'returned' ? 'refused' : 'todo';
};

function Standing({ data, ui }: { data: SectionSheet; ui: Ui }): JSX.Element {
  return (
    <Card>
      <Facts
        line
        facts={[
          { label: ui.t('field.state'), value: <SectionPill ui={ui} state={data.sectionState} /> },
          {
            label: ui.t('track.filledBy'),
            value: data.filledBy && `${data.filledBy} ${data.filledAt ? chinaTime(data.filledAt) : ''}`,
          },
          {
            label: ui.t('track.auditedBy'),
            value: data.auditedBy && `${data.auditedBy} ${data.auditedAt ? chinaTime(data.auditedAt) : ''}`,
          },
          ...(data.reason ? [{ label: ui.t('track.returnReason'), value: data.reason, wide: true }] : []),
        ]}
      />
    </Card>
  );
}

function Fill({ data, ui }: { data: SectionSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('track.fill')}>
      <Form ui={ui} action={`${baseOf(data)}/sections/${data.section}`} version={data.sectionVersion}>
        <div class="fields-grid">
          <Fields ui={ui} fields={data.fields} goods={data.goods} data={data.data} />
        </div>
        {data.balance ? <BalanceLine data={data} ui={ui} /> : null}
        <FormFoot>
          <button class="btn" name="submit" value="false" formNoValidate>
            {ui.t('track.save')}
          </button>
          <button class="btn btn-primary btn-next" name="submit" value="true">
            {ui.t('track.submit')}
          </button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function Read({ data, ui }: { data: SectionSheet; ui: Ui }): JSX.Element {
  const said = saidFields(data.fields, data.data, ui.lang);
  const isEmpty = Object.keys(data.data).length === 0;
  return (
    <Card title={ui.t('track.content')}>
      {isEmpty ? (
        <p class="quiet">{ui.t(data.mayFill ? 'track.nothingYet' : 'track.waitsForAuthority')}</p>
      ) : (
        <Facts facts={said.map(({ label, value, long }) => ({ label, value, wide: long || value.length > 24 }))} />
      )}
      {data.balance ? <BalanceLine data={data} ui={ui} /> : null}
      {data.resampled ? (
        <p class="mb-0">
          {ui.t('track.resampled', {
            number: data.resampled.number,
            product: data.resampled.productName,
            batch: data.resampled.batchNo,
            day: data.resampled.sampledOn,
            verdict: lookUp(ui.lang, `track.verdict.${data.resampled.verdict ?? 'none'}`),
          })}
        </p>
      ) : null}
    </Card>
  );
}

function BalanceLine({ data: { balance, fields }, ui }: { data: SectionSheet; ui: Ui }): JSX.Element | null {
  if (!balance) return null;
  const { total, sum, difference, unit, balanced } = balance;
  const word = (key: string) => fields.find((field) => field.key === key)?.label[ui.lang] ?? key;
  return (
    <div class="mt-3 mb-3" role="status">
      <p class="mb-1">
        <strong>{ui.t('track.balanceTitle')}</strong>{' '}
        {balance.parts.map(({ key, value }) => `${word(key)} ${value}`).join(' + ')}
      </p>
      <p class="mb-0">
        {balanced ? '✔ ' : '▲ '}
        {ui.t(balanced ? 'track.balanced' : 'track.unbalanced', { total, sum, difference, unit })}
      </p>
    </div>
  );
}

function Register(props: {
  data: SectionSheet;
  register: SectionSheet['registers'][number];
  ui: Ui;
}): JSX.Element | null {
  const { data, register, ui } = props;
  if (register.lines.length === 0 && register.begin.length === 0) return null;
  return (
    <Card title={lookUp(ui.lang, `track.register.${register.of}`)} id={register.of}>
      {register.lines.length === 0 ? <p class="quiet">{lookUp(ui.lang, `track.none.${register.of}`)}</p> : null}
      {register.lines.map((line) => (
        <section key={line.id} class="mb-3">
          <h3>{line.title}</h3>
          <LineFacts line={line} />
          <div class="mt-2" />
          {register.of === 'transfers' ? (
            <p>
              <a href={`${baseOf(data)}/transfers/${line.id}/letter.pdf`} target="_blank" rel="noopener">
                {ui.t('track.letterPdf')}
              </a>
            </p>
          ) : null}
          {data.mayFill || register.offers.some(({ ref, obstacles }) => ref === line.id && obstacles.length === 0) ? (
            <Moves
              ui={ui}
              moves={register.offers
                .filter(({ ref }) => ref === line.id)
                .map(({ step, ref, title, obstacles }) => ({
                  ...{ move: `${step}-${ref}`, label: title[ui.lang], href: `${baseOf(data)}/steps/${step}/${ref}` },
                  obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)),
                }))}
            />
          ) : null}
        </section>
      ))}
      {register.begin.map(({ step, title }) => (
        <a key={step} class="btn" href={`${baseOf(data)}/steps/${step}/new`}>
          {title[ui.lang]}
        </a>
      ))}
    </Card>
  );
}

function Files({ data, ui, writes }: { data: SectionSheet; ui: Ui; writes: boolean }): JSX.Element {
  const action = `${baseOf(data)}/sections/${data.section}/files`;
  return (
    <Card title={ui.t('track.files')} id="files">
      {data.files.length === 0 ? <p class="quiet">{ui.t('track.noFiles')}</p> : null}
      <ul class="plain-list">
        {data.files.map((file) => (
          <li key={`${file.hash}${file.at}`} class="d-flex flex-wrap gap-2 align-items-center">
            <a
              href={`${baseOf(data)}/files/${file.hash}`}
              class={file.dropped ? 'struck' : undefined}
              target="_blank"
              rel="noopener"
            >
              {file.name}
            </a>
            <span class="quiet">
              {file.byName} {chinaTime(file.at)} {file.dropped ? ui.t('track.fileDropped') : ''}
            </span>
            {writes && !file.dropped ? (
              <Form ui={ui} action={`${action}/withdrawal`} version={data.sectionVersion} draft="off" class="">
                <input type="hidden" name="hash" value={file.hash} />
                <button class="btn btn-sm">{ui.t('track.fileDrop')}</button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
      {writes ? (
        <Form ui={ui} action={action} version={data.sectionVersion} draft="off" files>
          <FileField
            ui={ui}
            name="file"
            label={ui.t('track.fileAdd')}
            accept=".pdf,.jpg,.jpeg,.png"
            hint={ui.t('track.fileHint')}
            required
          />
          <p class="mt-2 mb-0">
            <button class="btn">{ui.t('track.fileAddDo')}</button>
          </p>
        </Form>
      ) : null}
    </Card>
  );
}

const audits = ['pass', 'return', 'reopen'] as const;

function Audit({ data, ui }: { data: SectionSheet; ui: Ui }): JSX.Element | null {
  const moves = data.moves.filter(({ move }) => audits.some((one) => one === move));
  if (moves.length === 0) return null;
  return (
    <Card title={ui.t('track.audit')}>
      <Moves
        ui={ui}
        moves={moves.map(({ move, obstacles }) => ({
          ...{ move, label: lookUp(ui.lang, `track.move.${move}`), version: data.sectionVersion },
          ...{ action: `${baseOf(data)}/sections/${data.section}/audit`, fields: { move }, reason: move !== 'pass' },
          obstacles: obstacles.map((reason) => reasonText(ui.lang, reason)),
          kind: move === 'pass' ? ('primary' as const) : ('plain' as const),
        }))}
      />
    </Card>
  );
}
