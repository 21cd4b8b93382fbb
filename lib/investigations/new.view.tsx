import type { JSX } from 'preact';
import { Card, Facts, Form, FormFoot, PageHead, SelectField, StateText, TextArea, type Ui } from '../ui/index.ts';
import type { NewSheet } from './pages.tsx';
import { kinds } from './rows.ts';

/** Opens an investigation of one signed result. */
export function NewView({ data: { test }, ui }: { data: NewSheet; ui: Ui }): JSX.Element {
  const options = test.verdict === 'fails' ? (['oos'] as const) : kinds.filter((kind) => kind !== 'oos');
  return (
    <>
      <PageHead
        over={<a href={`/tests/${test.id}`}>{test.number}</a>}
        title={ui.t('investigation.new')}
        note={ui.t('investigation.newLead')}
      />
      <Card>
        <Facts
          facts={[
            { label: ui.t('field.productName'), value: test.product },
            { label: ui.t('samples.item'), value: test.title },
            { label: ui.t('samples.result'), value: test.result },
            { label: ui.t('field.verdict'), value: test.verdict ? <StateText ui={ui} state={test.verdict} /> : null },
          ]}
        />
        <Form ui={ui} action="/investigations">
          <input type="hidden" name="testId" value={test.id} />
          <div class="fields-grid mt-3">
            <SelectField
              ui={ui}
              name="investigationKind"
              label={ui.t('field.investigationKind')}
              value={options[0] ?? ''}
              empty={false}
              required
              width="half"
              options={options.map((value) => ({ value, label: ui.t(`investigation.kind.${value}`) }))}
            />
            <TextArea
              ui={ui}
              name="situation"
              label={ui.t('field.situation')}
              hint={ui.t('investigation.situationHint')}
              rows={3}
              maxLength={2000}
              required
              width="full"
            />
          </div>
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('investigation.open')}</button>
          </FormFoot>
        </Form>
      </Card>
    </>
  );
}
