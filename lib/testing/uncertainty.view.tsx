import type { JSX } from 'preact';
import { Card, CheckField, Form, FormFoot, type Ui } from '../ui/index.ts';
import { type ResultUncertainty, UncertaintyLine } from '../uncertainty/index.ts';

/** The uncertainty of the result under the outcome, as it stood when the page was opened; nothing where no budget speaks of it. */
export function UncertaintyPart({
  found,
  ui,
}: {
  found: ResultUncertainty | null | undefined;
  ui: Ui;
}): JSX.Element | null {
  return found ? (
    <Card title={ui.t('testing.uncertainty')}>
      <UncertaintyLine found={found} ui={ui} />
    </Card>
  ) : null;
}

/** The tick of an order that wants the uncertainty on its report. */
export const AskField = ({ ui, asked }: { ui: Ui; asked: boolean }): JSX.Element => (
  <CheckField ui={ui} name="reportUncertainty" label={ui.t('field.reportUncertainty')} checked={asked} />
);

/** The same for a batch whose tests are set, until its report is drafted. */
export function AskCard({
  ui,
  batch: { id, version, uncertaintyAsked },
}: {
  ui: Ui;
  batch: { id: string; version: number; uncertaintyAsked: boolean };
}): JSX.Element {
  return (
    <Card title={ui.t('testing.uncertaintyOrder')}>
      <p class="quiet">{ui.t('testing.uncertaintyLead')}</p>
      <Form ui={ui} action={`/samples/${id}/uncertainty`} version={version} draft="off">
        <AskField ui={ui} asked={uncertaintyAsked} />
        <FormFoot>
          <button class="btn btn-outline-primary">{ui.t('testing.uncertaintySave')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
