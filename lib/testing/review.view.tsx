import type { JSX } from 'preact';
import { OutcomePanel } from '../forms/index.ts';
import { Card, Form, FormFoot, SignBlock, TextArea, type Ui } from '../ui/index.ts';
import { AskedPart } from './asked.view.tsx';
import { Attachments } from './attachments.view.tsx';
import { Changes, RecordHead } from './bench.view.tsx';
import { Why } from './bench-outcome.view.tsx';
import { CurveCard } from './curve.view.tsx';
import { testName } from './lists.view.tsx';
import type { ReviewAnswer } from './review-answer.ts';
import type { RawFile } from './review-files.ts';
import { UncertaintyPart } from './uncertainty.view.tsx';
import { UnusualList } from './unusual.view.tsx';
import { ValidityPanel } from './validity.view.tsx';
import { RecordValues } from './values.view.tsx';

/** The form by which ticked cells go back; its boxes stand in the record. */
export const RETURN_FORM = 'return';

/** Left the files behind the result, in the middle the record with changed values marked Δ, right what is unusual, the calculation and the reviewer's two acts. */
export function ReviewView({ data, ui }: { data: ReviewAnswer; ui: Ui }): JSX.Element {
  const { test, outcome, files } = data;
  const mayReturn = data.why.return.length === 0;
  return (
    <>
      <RecordHead data={data} ui={ui} />
      <div class={files.length > 0 ? 'review-columns' : 'review-columns review-bare'}>
        {files.length > 0 ? (
          <div class="review-files">
            <Card title={ui.t('review.files')}>
              {files.map((file) => (
                <Raw key={file.hash} ui={ui} file={file} />
              ))}
            </Card>
          </div>
        ) : null}
        <div class="review-record">
          <Card title={ui.t('testing.record')}>
            {mayReturn ? <p class="quiet">{ui.t('review.tick')}</p> : null}
            <RecordValues data={data} ui={ui} {...(mayReturn && { tickFor: RETURN_FORM })} />
          </Card>
          {mayReturn ? <ReturnForm data={data} ui={ui} /> : null}
        </div>
        <aside class="review-side">
          <Card title={ui.t('testing.unusual')} id="unusual">
            <UnusualList ui={ui} oddities={data.oddities} />
          </Card>
          <ValidityPanel ui={ui} told={data.validity.map((told) => ({ testId: test.id, told }))} />
          <AskedPart data={data} ui={ui} />
          <Card title={ui.t('record.live')}>
            <OutcomePanel outcome={outcome} item={test.item} ui={ui} />
            <p class="mb-0 mt-2">
              <a href={`/tests/${test.id}/provenance`}>{ui.t('testing.provenance')}</a>
            </p>
          </Card>
          <CurveCard record={{ form: data.form, item: test.item, readings: data.readings, outcome }} ui={ui} />
          <UncertaintyPart found={data.uncertainty} ui={ui} />
          <Card title={ui.t('nav.reviews')} id="sign">
            {data.why.review.length > 0 ? (
              <Why ui={ui} reasons={data.why.review} />
            ) : (
              <ReviewForm data={data} ui={ui} />
            )}
          </Card>
        </aside>
        <div class="review-rest bench-rest">
          <Attachments data={data} ui={ui} open={false} />
          <Card title={ui.t('testing.history')}>
            <Changes data={data} ui={ui} />
          </Card>
        </div>
      </div>
    </>
  );
}

function ReviewForm({ data: { test, implausible }, ui }: { data: ReviewAnswer; ui: Ui }): JSX.Element {
  return (
    <Form ui={ui} action={`/tests/${test.id}/review`} draft="off">
      <input type="hidden" name="hash" value={test.hash} />
      {implausible.length > 0 ? (
        <TextArea
          ui={ui}
          name="explanation"
          label={ui.t('field.explanation')}
          hint={ui.t('review.explain', { count: implausible.length })}
          required
          maxLength={2000}
        />
      ) : null}
      <SignBlock
        ui={ui}
        meaning={ui.t('meaning.review')}
        records={[{ id: test.id, label: testName(ui, test), hash: test.hash }]}
      />
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('testing.reviewDo')}</button>
      </FormFoot>
    </Form>
  );
}

function ReturnForm({ data: { test }, ui }: { data: ReviewAnswer; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('review.return')} id="back">
      <Form ui={ui} id={RETURN_FORM} action={`/tests/${test.id}/return`} version={test.version}>
        <TextArea
          ui={ui}
          name="reason"
          label={ui.t('field.reason')}
          hint={ui.t('review.returnHint')}
          required
          maxLength={2000}
        />
        <FormFoot>
          <button class="btn btn-outline-danger">{ui.t('act.return')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

/** A file as it is: a picture, the lines of a table; anything else opens by its name. */
function Raw({ ui, file }: { ui: Ui; file: RawFile }): JSX.Element {
  const [head = [], ...rows] = file.lines ?? [];
  return (
    <figure class="raw-file">
      <figcaption>
        <a href={file.href}>{file.name}</a>
        {file.note ? ` ${file.note}` : ''} <small class="quiet">SHA-256 {file.hash.slice(0, 12)}</small>
      </figcaption>
      {file.type.startsWith('image/') ? (
        <a href={file.href}>
          <img src={file.href} alt={file.note || file.name} loading="lazy" />
        </a>
      ) : null}
      {file.lines ? (
        <div class="raw-lines" tabIndex={0} role="region" aria-label={file.name}>
          <table>
            <thead>
              <tr>
                {head.map((cell, i) => (
                  <th key={`${i}${cell}`} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={`${i}${row[0] ?? ''}`}>
                  {row.map((cell, j) => (
                    <td key={`${j}${cell}`}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {file.more > 0 ? <p class="quiet">{ui.t('review.moreLines', { count: file.more })}</p> : null}
    </figure>
  );
}
