import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Empty,
  Facts,
  Form,
  FormFoot,
  PageHead,
  Shape,
  SignBlock,
  StatePill,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { ReportData } from './show.ts';
import { VerdictPill } from './verdict.tsx';

/** Results at the left as they will print, the gates and the signature at the right. */
export function ReportView({ data, ui }: { data: ReportData; ui: Ui }): JSX.Element {
  const issueMove = data.moves.find(({ move }) => move === 'issue');
  const returnMove = data.moves.find(({ move }) => move === 'return');
  return (
    <>
      <PageHead
        over={<a href={`/samples/${data.sampleId}`}>{data.sampleNumber}</a>}
        title={`${data.number} ${data.productName}`}
        note={data.conclusion}
      >
        <VerdictPill ui={ui} verdict={data.verdict} />
        <StatePill ui={ui} state={data.returnedReason === null ? data.state : 'returned'} />
        <a class="btn" href={`/reports/${data.id}/report.pdf`} target="_blank" rel="noopener">
          {ui.t(data.state === 'issued' ? 'report.open' : 'report.preview')}
        </a>
      </PageHead>
      <div class="split">
        <Card title={ui.t('report.results')} flush>
          <DataTable
            ui={ui}
            caption={ui.t('report.results')}
            rows={data.rows.map((row, i) => ({ ...row, i }))}
            rowKey={(row) => String(row.i)}
            empty={ui.t('table.empty')}
            tone={(row) => (row.verdict === 'fails' ? 'fails' : undefined)}
            columns={[
              { key: 'item', head: ui.t('report.item'), cell: (row) => row.name, wrap: true },
              { key: 'requirement', head: ui.t('report.requirement'), cell: (row) => row.requirement, wrap: true },
              {
                key: 'result',
                head: ui.t('report.result'),
                cell: (row) => (row.verdict === 'fails' ? <span class="outside">{row.result}</span> : row.result),
                wrap: true,
              },
            ]}
          />
        </Card>
        <div>
          {data.returnedReason !== null ? (
            <Card title={ui.t('state.returned')}>
              <p>{data.returnedReason}</p>
            </Card>
          ) : null}
          <Card title={ui.t('report.gates')}>
            <Gates data={data} issueMove={issueMove} ui={ui} />
          </Card>
          {issueMove?.obstacles.length === 0 ? (
            <Card title={ui.t('report.issue')}>
              <Form ui={ui} action={`/reports/${data.id}/issue`} version={data.version} draft="off">
                <input type="hidden" name="hash" value={data.contentHash} />
                <SignBlock
                  ui={ui}
                  meaning={ui.t('meaning.issue')}
                  records={[{ id: data.id, label: data.number, hash: data.contentHash }]}
                />
                <FormFoot>
                  <button class="btn btn-primary btn-next">{ui.t('report.issue')}</button>
                </FormFoot>
              </Form>
            </Card>
          ) : null}
          {returnMove?.obstacles.length === 0 ? (
            <Card title={ui.t('report.return')}>
              <Form ui={ui} action={`/reports/${data.id}/return`} version={data.version}>
                <TextArea ui={ui} name="reason" label={ui.t('field.reason')} rows={2} required maxLength={2000} />
                <FormFoot>
                  <button class="btn btn-outline-danger">{ui.t('report.return')}</button>
                </FormFoot>
              </Form>
            </Card>
          ) : null}
          {data.caseId === null ? null : (
            <Card title={ui.t('nav.cases')}>
              <a class="btn btn-primary" href={`/cases/${data.caseId}`}>
                {ui.t('report.toCase')}
              </a>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

/** The gates of issue as a checklist: green, or the sentence of why not. */
function Gates({
  data,
  issueMove,
  ui,
}: {
  data: ReportData;
  issueMove: ReportData['moves'][number] | undefined;
  ui: Ui;
}): JSX.Element {
  const obstacles = issueMove?.obstacles ?? [];
  return (
    <>
      {obstacles.length > 0 ? (
        <ul class="gates">
          {obstacles.map((obstacle) => (
            <li key={obstacle.id} class="gate-unmet">
              <Shape name="▲" /> {reasonText(ui.lang, obstacle)}
            </li>
          ))}
        </ul>
      ) : null}
      {data.outside.length > 0 ? (
        <p class="problems tone-orange">{ui.t('report.outside', { items: data.outside.join(ui.t('report.comma')) })}</p>
      ) : null}
      {data.signatures.length === 0 ? <Empty text={ui.t('timeline.empty')} /> : null}
      <ul class="gates">
        {data.signatures.map((signature) => (
          <li key={`${signature.meaning}${signature.name}`} class="gate-met">
            <Shape name="✔" /> {ui.t(`meaning.${signature.meaning}` as 'meaning.test')} {signature.name}{' '}
            {chinaTime(signature.at)}
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          { label: ui.t('sign.hash'), value: <code>{data.contentHash}</code>, wide: true },
          {
            label: ui.t('report.pdfHash'),
            value: data.pdfHash ? <code>{data.pdfHash}</code> : ui.t('report.notIssued'),
            wide: true,
          },
          {
            label: ui.t('report.verifyUrl'),
            value: data.pdfHash ? <a href={new URL(data.verifyUrl).pathname}>{data.verifyUrl}</a> : '—',
            wide: true,
          },
        ]}
      />
    </>
  );
}
