import type { JSX } from 'preact';
import { Card, FileField, Form, FormFoot, PageHead, type Ui } from '../ui/index.ts';
import { Fields } from './fields.view.tsx';
import { HeadFacts, kindWord, LineFacts } from './parts.view.tsx';
import type { StepSheet } from './step.pages.tsx';

/** One act on a register, alone on its page: it is filled on the spot, often by telephone. */
export function StepView({ data, ui }: { data: StepSheet; ui: Ui }): JSX.Element {
  const base = `/cases/${data.caseId}/tracks/${data.id}`;
  const back = `${base}/sections/${data.section}#${data.of}`;
  return (
    <>
      <PageHead
        over={
          <a href={back}>
            {data.caseNumber} · {kindWord(ui, data.kind)} {data.unitName}
          </a>
        }
        title={data.title[ui.lang]}
        note={data.line?.title}
      />
      <div class="split">
        <div>
          <Card>
            <Form ui={ui} action={`${base}/steps/${data.step}/${data.ref}`} version={data.rowVersion} files>
              <div class="fields-grid">
                <Fields ui={ui} fields={data.fields} goods={data.goods} data={data.data} />
                <FileField
                  ui={ui}
                  name="file"
                  label={ui.t('track.stepFile')}
                  accept=".pdf,.jpg,.jpeg,.png"
                  hint={ui.t('track.fileHint')}
                  width="full"
                />
              </div>
              <FormFoot>
                <a class="btn" href={back}>
                  {ui.t('act.cancel')}
                </a>
                <button class="btn btn-primary btn-next">{ui.t('track.stepDo')}</button>
              </FormFoot>
            </Form>
          </Card>
        </div>
        <div>
          {data.line ? (
            <Card title={data.line.title}>
              <LineFacts line={data.line} />
            </Card>
          ) : null}
          <HeadFacts data={data} ui={ui} />
        </div>
      </div>
    </>
  );
}
