import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { StandInField, ValidityPanel } from '../testing/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  Empty,
  Facts,
  Form,
  FormFoot,
  NonconformingLink,
  PageHead,
  Pill,
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
        <NonconformingLink ui={ui} entity="reports" id={data.id} />
      </PageHead>
      <div class="split">
        <div>
          <Card title={ui.t('report.results')} flush>
            <DataTable
              ui={ui}
              caption={ui.t('report.results')}
              rows={data.rows.map((row, i) => ({ ...row, i }))}
              rowKey={(row) => String(row.i)}
              empty={ui.t('table.empty')}
              tone={(row) => (row.verdict === 'fails' ? 'fails' : undefined)}
              columns={[
                {
                  key: 'item',
                  head: ui.t('report.item'),
                  cell: (row) => (row.mark === '' ? row.name : `${row.name} ${row.mark}`),
                  wrap: true,
                },
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
          {data.uncertainty.length > 0 ? (
            <Card title={ui.t('report.uncertainty')}>
              {data.uncertainty.map(({ item, words, differs }) => (
                <div key={item} class="mb-2">
                  <p class="mb-1">
                    <strong>{item}</strong>　{words}
                  </p>
                  {differs ? <Pill tone="orange" shape="▲" word={ui.t('report.uncertaintyDiffers')} /> : null}
                </div>
              ))}
            </Card>
          ) : null}
          <ValidityPanel ui={ui} told={data.validity} />
        </div>
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
                <StandInField ui={ui} principals={data.principals} />
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
          {data.reinspected ? (
            <Card title={ui.t('nav.reinspections')}>
              <p>{ui.t(`reinspection.by.${data.reinspected.outcome}`, { number: data.reinspected.number })}</p>
              {ui.may('reinspection.read') ? (
                <a class="btn" href={data.reinspected.href}>
                  {data.reinspected.number}
                </a>
              ) : null}
            </Card>
          ) : null}
        </div>
      </div>
    </>
  );
}

/** CMA 230012345678, CNAS L0000; or that it bears none. */
const marksText = ({ cma, cnas }: ReportData['marks'], ui: Ui): string =>
  [...(cma === undefined ? [] : [`CMA ${cma}`]), ...(cnas === undefined ? [] : [`CNAS ${cnas}`])].join(
    ui.t('report.comma'),
  ) || ui.t('report.noMarks');

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
            <Shape name="✔" /> {ui.t(`meaning.${signature.meaning}` as 'meaning.test')} {signature.name}
            {signature.for === null ? '' : ui.t('report.signedFor', { name: signature.for })} {chinaTime(signature.at)}
          </li>
        ))}
      </ul>
      <Facts
        facts={[
          { label: ui.t('report.marks'), value: marksText(data.marks, ui), wide: true },
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
