import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import {
  Card,
  CheckField,
  chinaTime,
  DataTable,
  DateField,
  Due,
  Facts,
  Form,
  FormFoot,
  PageHead,
  SignBlock,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import type { NoticeSheet } from './notice.pages.tsx';
import { annexColumns } from './notice.pdf.ts';
import { Texts } from './notice-text.view.tsx';
import { Mark } from './parts.view.tsx';
import type { NoticeLine } from './rows.ts';

/** A notice as it reads, and what may be done with it by whom. */
export function NoticeView({ data, ui }: { data: NoticeSheet; ui: Ui }): JSX.Element {
  const { row, sentences, corrects, corrections, term, names, moves } = data;
  const has = (move: string) => moves.some((one) => one.move === move);
  const by = (at: string | null, who: string | null) =>
    at === null ? '' : `${chinaTime(at)} ${names[who ?? ''] ?? ''}`;
  return (
    <>
      <PageHead
        title={
          <>
            {row.number} <Mark ui={ui} of="notice" state={row.state} />
          </>
        }
        over={<a href="/notices">{ui.t('nav.notices')}</a>}
        note={lookUp(ui.lang, `notice.kind.${row.kind}`)}
      >
        <a class="btn" href={`/notices/${row.id}/notice.pdf`} target="_blank" rel="noopener">
          {ui.t(row.pdf_hash === null ? 'statistics.proof' : 'statistics.paper')}
        </a>
      </PageHead>
      <Card>
        <Facts
          facts={[
            { label: ui.t('notice.drafted'), value: by(row.created_at, row.drafted_by) },
            { label: ui.t('notice.submitted'), value: by(row.submitted_at, row.submitted_by) },
            { label: ui.t('notice.released'), value: by(row.released_at, row.released_by) },
            {
              label: ui.t('field.publishedOn'),
              value: row.published_on === null ? '' : `${row.published_on} · ${row.published_where ?? ''}`,
            },
            { label: ui.t('field.noticeScope'), value: row.scope, wide: true },
            ...(term === null
              ? []
              : [
                  {
                    label: ui.t('notice.term'),
                    value: (
                      <Due
                        ui={ui}
                        date={term.dueOn}
                        state={term.state}
                        days={term.days}
                        provisional={term.provisional}
                      />
                    ),
                  },
                ]),
            ...(corrects === null
              ? []
              : [
                  {
                    label: ui.t('notice.corrects'),
                    value: <a href={`/notices/${corrects.id}`}>{corrects.number}</a>,
                  },
                ]),
            ...(corrections.length === 0
              ? []
              : [
                  {
                    label: ui.t('notice.corrections'),
                    value: corrections.map(({ id, number, state }) => (
                      <span key={id}>
                        <a href={`/notices/${id}`}>{number}</a> <Mark ui={ui} of="notice" state={state} />{' '}
                      </span>
                    )),
                  },
                ]),
            ...(row.reason === null ? [] : [{ label: ui.t('field.reason'), value: row.reason, wide: true }]),
            ...(row.returned_reason === null
              ? []
              : [{ label: ui.t('notice.returnedFor'), value: row.returned_reason, wide: true }]),
          ]}
        />
      </Card>
      <Card title={row.title}>
        {[row.lead, ...sentences, row.closing]
          .flatMap((text) => text.split('\n'))
          .map((text, i) => (text === '' ? null : <p key={String(i)}>{text}</p>))}
      </Card>
      <Card title={ui.t('notice.annex')} flush>
        <DataTable<NoticeLine>
          ui={ui}
          caption={ui.t('notice.annex')}
          rows={row.lines}
          rowKey={({ caseId }) => caseId}
          href={({ caseId }) => (ui.may('case.read') ? `/cases/${caseId}` : undefined)}
          empty={ui.t('notice.noLines')}
          columns={annexColumns.map((key) => ({
            key,
            head: ui.t(`notice.column.${key}`),
            cell: (line: NoticeLine) => line[key] || '—',
            wrap: true,
          }))}
        />
      </Card>
      {has('edit') ? <Edit data={data} ui={ui} /> : null}
      {row.state === 'submitted' ? <Release data={data} ui={ui} /> : null}
      {row.state === 'released' && ui.may('notice.write') ? <Correct data={data} ui={ui} /> : null}
    </>
  );
}

const Edit = ({ data: { row }, ui }: { data: NoticeSheet; ui: Ui }): JSX.Element => (
  <>
    <details class="more">
      <summary>{ui.t('notice.edit')}</summary>
      <Form ui={ui} action={`/notices/${row.id}/text`} version={row.version}>
        <Texts
          ui={ui}
          title={row.title}
          scope={row.scope}
          lead={row.lead}
          closing={row.closing}
          fixedScope={row.kind === 'correction'}
        />
        <FormFoot>
          <button class="btn">{ui.t('statistics.save')}</button>
        </FormFoot>
      </Form>
    </details>
    <Card title={ui.t('notice.submit')}>
      <p>{ui.t('notice.submitLead')}</p>
      <Form ui={ui} action={`/notices/${row.id}/submission`} version={row.version} draft="off">
        <FormFoot>
          <button class="btn btn-primary">{ui.t('notice.submit')}</button>
        </FormFoot>
      </Form>
    </Card>
    <Why ui={ui} action={`/notices/${row.id}/drop`} version={row.version} word={ui.t('statistics.drop')} />
  </>
);

const Why = ({ ui, action, version, word }: { ui: Ui; action: string; version: number; word: string }): JSX.Element => (
  <details class="more">
    <summary>{word}</summary>
    <Form ui={ui} action={action} version={version} draft="off">
      <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
      <FormFoot>
        <button class="btn">{word}</button>
      </FormFoot>
    </Form>
  </details>
);

function Release({ data: { row, hash }, ui }: { data: NoticeSheet; ui: Ui }): JSX.Element {
  if (!ui.may('notice.release'))
    return (
      <Card title={ui.t('notice.release')}>
        <p>{ui.t('notice.onlyAuthority')}</p>
      </Card>
    );
  return (
    <>
      <Card title={ui.t('notice.release')}>
        <Form ui={ui} action={`/notices/${row.id}/release`} version={row.version} draft="off">
          <input type="hidden" name="hash" value={hash} />
          <div class="fields-grid">
            <DateField
              ui={ui}
              name="publishedOn"
              label={ui.t('field.publishedOn')}
              value={ui.today}
              max={ui.today}
              width="third"
              required
            />
            <TextField
              ui={ui}
              name="publishedWhere"
              label={ui.t('field.publishedWhere')}
              value={row.scope}
              required
              maxLength={300}
            />
          </div>
          <SignBlock ui={ui} meaning={ui.t('notice.release')} records={[{ id: row.id, label: row.number, hash }]} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('notice.release')}</button>
          </FormFoot>
        </Form>
      </Card>
      <Why ui={ui} action={`/notices/${row.id}/return`} version={row.version} word={ui.t('notice.return')} />
    </>
  );
}

const Correct = ({ data: { row }, ui }: { data: NoticeSheet; ui: Ui }): JSX.Element => (
  <details class="more">
    <summary>{ui.t('notice.correct')}</summary>
    <p>{ui.t('notice.correctHint')}</p>
    <Form ui={ui} action={`/notices/${row.id}/correction`} version={row.version} draft="off">
      {row.lines.map((line) => (
        <CheckField
          key={line.caseId}
          ui={ui}
          name="stays"
          value={line.caseId}
          label={`${line.product} ${line.batchNo}（${line.producer}）`}
          checked
        />
      ))}
      <DateField
        ui={ui}
        name="foundWrongOn"
        label={ui.t('field.foundWrongOn')}
        value={ui.today}
        max={ui.today}
        width="third"
        required
      />
      <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required rows={2} maxLength={2000} />
      <FormFoot>
        <button class="btn btn-primary">{ui.t('notice.correct')}</button>
      </FormFoot>
    </Form>
  </details>
);
