import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import { Card, chinaTime, DataTable, Form, PageHead, SelectField, TextField, type Ui } from '../ui/index.ts';
import { ClocksCard, HeadFacts, kindWord, LineFacts, SectionPill, TrackPill } from './parts.view.tsx';
import type { SectionLine, TrackSheet } from './show.ts';

/** One track of a case: its seven sections, its clocks, its registers and its papers. */
export function TrackView({ data, ui }: { data: TrackSheet; ui: Ui }): JSX.Element {
  const base = `/cases/${data.caseId}/tracks/${data.id}`;
  return (
    <>
      <PageHead
        over={<a href={`/cases/${data.caseId}`}>{data.caseNumber}</a>}
        title={`${kindWord(ui, data.kind)} ${data.unitName}`}
        note={<TrackPill ui={ui} state={data.state} />}
      >
        <a class="btn" href={`${base}/sheet.pdf`} target="_blank" rel="noopener">
          {ui.t('track.sheet')} PDF
        </a>
      </PageHead>
      <Cautions data={data} ui={ui} />
      <div class="split">
        <div>
          <Card title={ui.t('track.sections')} flush>
            <DataTable
              ui={ui}
              caption={ui.t('track.sections')}
              rows={data.sections}
              rowKey={(row) => row.section}
              href={(row) => `${base}/sections/${row.section}`}
              empty={ui.t('table.empty')}
              columns={[
                {
                  key: 'title',
                  head: ui.t('track.section'),
                  cell: (row) => `${data.sections.indexOf(row) + 1} ${row.title[ui.lang]}`,
                },
                { key: 'state', head: ui.t('field.state'), cell: (row) => <SectionPill ui={ui} state={row.state} /> },
                { key: 'needed', head: ui.t('track.needed'), cell: (row) => neededWord(row, ui) },
                { key: 'filled', head: ui.t('track.filledBy'), cell: (row) => who(row.filledBy, row.filledAt) },
                {
                  key: 'audited',
                  head: ui.t('track.auditedBy'),
                  cell: (row) => who(row.auditedBy, row.auditedAt),
                  wrap: true,
                },
              ]}
            />
          </Card>
          {data.registers
            .filter(({ lines }) => lines.length > 0)
            .map(({ of, lines }) => (
              <Card key={of} title={lookUp(ui.lang, `track.register.${of}`)}>
                {lines.map((line) => (
                  <div key={line.id} class="mb-3">
                    <h3>{line.title}</h3>
                    <LineFacts line={line} />
                  </div>
                ))}
              </Card>
            ))}
          <Documents data={data} ui={ui} />
        </div>
        <div>
          <HeadFacts data={data} ui={ui} />
          <ClocksCard clocks={data.clocks} ui={ui} />
          {data.authorities.length > 0 ? <Assign data={data} ui={ui} /> : null}
        </div>
      </div>
    </>
  );
}

const who = (name: string | null, at: string | null): string =>
  name === null ? '—' : `${name} ${at ? chinaTime(at) : ''}`;

function neededWord({ section, needed }: SectionLine, ui: Ui): string {
  if (!needed) return ui.t('track.neededNot');
  return section === 'penalty' || section === 'no-penalty' ? ui.t('track.neededEither') : ui.t('track.neededYes');
}

export function Cautions({ data, ui }: { data: Pick<TrackSheet, 'cautions'>; ui: Ui }): JSX.Element | null {
  if (data.cautions.length === 0) return null;
  return (
    <Card title={ui.t('track.cautions')}>
      <ul class="mb-0">
        {data.cautions.map((reason) => (
          <li key={reason.id}>
            <strong aria-hidden="true">! </strong>
            {reasonText(ui.lang, reason)}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Documents({ data, ui }: { data: TrackSheet; ui: Ui }): JSX.Element | null {
  if (data.documents.length === 0) return null;
  return (
    <Card title={ui.t('track.documents')}>
      <ul class="plain-list">
        {data.documents.map((document) => (
          <li key={document.id}>
            <a href={`/cases/${data.caseId}/tracks/${data.id}/documents/${document.id}`} target="_blank" rel="noopener">
              {document.title} {document.number}
            </a>{' '}
            <span class="quiet">{document.on}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Assign({ data, ui }: { data: TrackSheet; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('track.assign')} id="assign">
      <Form ui={ui} action={`/cases/${data.caseId}/tracks/${data.id}/assignment`} version={data.version} draft="off">
        <div class="fields-grid">
          <SelectField
            ui={ui}
            name="organisation"
            label={ui.t('track.authority')}
            value={data.authority?.id}
            required
            options={data.authorities.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField ui={ui} name="handler" label={ui.t('field.handler')} value={data.handler ?? ''} maxLength={60} />
          <TextField
            ui={ui}
            name="phone"
            type="tel"
            label={ui.t('field.phone')}
            value={data.phone ?? ''}
            maxLength={40}
          />
        </div>
        <p class="mt-2 mb-0">
          <button class={data.authority ? 'btn' : 'btn btn-primary'}>{ui.t('track.assignDo')}</button>
        </p>
      </Form>
    </Card>
  );
}
