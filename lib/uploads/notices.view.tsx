import type { JSX } from 'preact';
import { lookUp, reasonText } from '../messages/index.ts';
import { Card, CheckField, DataTable, Empty, Form, FormFoot, PageHead, type Ui } from '../ui/index.ts';
import type { Candidate } from './candidates.ts';
import type { NewNotice, NoticeList } from './notice.pages.tsx';
import { Texts } from './notice-text.view.tsx';
import { Mark } from './parts.view.tsx';

export function NoticesView({ data: { notices, next }, ui }: { data: NoticeList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.notices')} note={ui.t('notice.lead')}>
        {ui.may('notice.write') ? (
          <a class="btn btn-primary" href="/notices/new">
            {ui.t('notice.new')}
          </a>
        ) : null}
      </PageHead>
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.notices')}
          rows={notices}
          rowKey={({ id }) => id}
          href={({ id }) => `/notices/${id}`}
          empty={ui.t(ui.may('notice.write') ? 'notice.empty' : 'notice.emptyRead')}
          next={next === null ? undefined : `/notices?after=${next}`}
          columns={[
            { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
            { key: 'title', head: ui.t('field.noticeTitle'), cell: (row) => row.title, wrap: true },
            { key: 'kind', head: ui.t('field.kind'), cell: (row) => lookUp(ui.lang, `notice.kind.${row.kind}`) },
            { key: 'batches', head: ui.t('upload.batches'), cell: (row) => String(row.batches), numeric: true },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <Mark ui={ui} of="notice" state={row.state} /> },
            { key: 'published', head: ui.t('field.publishedOn'), cell: (row) => row.published_on ?? '—' },
          ]}
        />
      </Card>
    </>
  );
}

/** Final cases to choose from; what is not final is told with its reason. */
export function NewNoticeView({ data, ui }: { data: NewNotice; ui: Ui }): JSX.Element {
  const final = data.candidates.filter(({ why }) => why.length === 0);
  const waiting = data.candidates.filter(({ why }) => why.length > 0);
  return (
    <>
      <PageHead
        title={ui.t('notice.new')}
        over={<a href="/notices">{ui.t('nav.notices')}</a>}
        note={ui.t('notice.newLead')}
      />
      {final.length === 0 ? (
        <Card>
          <Empty
            text={ui.t(waiting.length === 0 ? 'notice.emptyCases' : 'notice.emptyFinal')}
            act={ui.may('case.read') ? { href: '/cases', label: ui.t('notice.toCases') } : undefined}
          />
        </Card>
      ) : (
        <Form ui={ui} action="/notices">
          <Card title={ui.t('notice.final', { count: final.length })} flush>
            <Cases rows={final} ui={ui} />
          </Card>
          <Card title={ui.t('notice.text')}>
            <Texts
              ui={ui}
              title={ui.t('notice.titleStart')}
              scope=""
              lead={ui.t('notice.leadStart', { institute: data.institute })}
              closing={ui.t('notice.closingStart')}
            />
            <FormFoot>
              <button class="btn btn-primary">{ui.t('notice.draftIt')}</button>
            </FormFoot>
          </Card>
        </Form>
      )}
      {waiting.length === 0 ? null : (
        <Card title={ui.t('notice.waiting', { count: waiting.length })} flush>
          <Cases rows={waiting} ui={ui} />
        </Card>
      )}
    </>
  );
}

const Cases = ({ rows, ui }: { rows: Candidate[]; ui: Ui }): JSX.Element => (
  <DataTable<Candidate>
    ui={ui}
    caption={ui.t('nav.cases')}
    rows={rows}
    rowKey={({ caseId }) => caseId}
    empty={ui.t('table.empty')}
    columns={[
      {
        key: 'number',
        head: ui.t('case.number'),
        cell: ({ caseId, number, why }) =>
          why.length > 0 ? (
            <a href={`/cases/${caseId}`}>{number}</a>
          ) : (
            <CheckField ui={ui} name="cases" value={caseId} label={number} checked />
          ),
      },
      { key: 'product', head: ui.t('upload.product'), cell: (row) => `${row.productName} ${row.batchNo}`, wrap: true },
      { key: 'producer', head: ui.t('statistics.producer'), cell: (row) => row.producer, wrap: true },
      {
        key: 'why',
        head: ui.t('notice.whether'),
        cell: ({ why }) =>
          why.length === 0 ? (
            ui.t('notice.isFinal')
          ) : (
            <div>
              {why
                .map((one) => reasonText(ui.lang, one))
                .map((text) => (
                  <div key={text}>{text}</div>
                ))}
            </div>
          ),
        wrap: true,
      },
    ]}
  />
);
