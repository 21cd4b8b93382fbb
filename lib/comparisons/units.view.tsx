import type { JSX } from 'preact';
import { Card, DataTable, Form, FormFoot, TextField, type Ui } from '../ui/index.ts';
import type { ComparisonSheet } from './show.ts';

/** Units with their blind codes: how many, their labels, and the sealed packing list. */
export function UnitsCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element {
  const makes = data.writes && ['draft', 'checked', 'inviting'].includes(data.state);
  const any = data.units.some(({ free, given }) => free + given > 0);
  const given = data.units.some((unit) => unit.given > 0);
  return (
    <Card title={ui.t('comparison.units')} id="units">
      <DataTable
        ui={ui}
        caption={ui.t('comparison.units')}
        rows={any ? data.units : []}
        rowKey={(row) => row.sample}
        empty={ui.t('comparison.noUnits')}
        columns={[
          { key: 'sample', head: ui.t('comparison.sample'), cell: (row) => row.sample },
          { key: 'free', head: ui.t('comparison.unitsFree'), cell: (row) => row.free, numeric: true },
          { key: 'given', head: ui.t('comparison.unitsGiven'), cell: (row) => row.given, numeric: true },
        ]}
      />
      {data.writes && any ? (
        <div class="page-acts mb-3 mt-2">
          <a class="btn" href={`/comparisons/${data.id}/labels`}>
            {ui.t('comparison.labels')}
          </a>
          {given ? (
            <a class="btn" href={`/comparisons/${data.id}/packing`}>
              {ui.t('comparison.packing')}
            </a>
          ) : null}
        </div>
      ) : null}
      {makes ? (
        <Form ui={ui} action={`/comparisons/${data.id}/units`}>
          <TextField
            ui={ui}
            name="unitCount"
            label={ui.t('field.unitCount')}
            width="third"
            required
            hint={ui.t('comparison.unitsHint')}
          />
          <FormFoot>
            <button class="btn">{ui.t('comparison.makeUnits')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}
