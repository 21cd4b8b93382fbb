import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, DataTable, DateField, DecimalField, FieldSet, Form, FormFoot, TextField } from '../ui/index.ts';
import { Judged, type LotProps } from './parts.tsx';
import type { ShownStandardisation } from './show.ts';

/** 初标 and 复标: what each person found, F or why there is none, and the titrations that come next. */
export function StandardiseCard({ data, ui }: LotProps): JSX.Element {
  return (
    <Card title={ui.t('material.standardisation')}>
      {data.factor === null ? null : (
        <p class="mb-2">
          <strong>
            {ui.t('material.factorShown', {
              factor: data.factor,
              from: data.standardisedOn ?? '',
              end: data.end ?? '',
            })}
          </strong>
        </p>
      )}
      <p class="fields-hint">{ui.t('material.ruleShown', data.rule)}</p>
      {data.standardisations.length === 0 ? null : (
        <DataTable<ShownStandardisation>
          ui={ui}
          caption={ui.t('material.standardisation')}
          rows={data.standardisations}
          rowKey={(row) => row.id}
          empty={ui.t('table.empty')}
          tone={(row) => (row.accepted ? undefined : 'fails')}
          columns={[
            {
              key: 'part',
              head: ui.t('material.part'),
              cell: (row) => (
                <div>
                  {`${row.round} · ${ui.t(`material.part.${row.part}`)}`}
                  <div>{row.by}</div>
                  <div>{row.on}</div>
                  <div>{row.temperature} ℃</div>
                </div>
              ),
            },
            {
              key: 'factors',
              head: ui.t('material.fValue'),
              cell: (row) => (
                <div>
                  {row.factors.map((one, i) => (
                    <div key={`${i} ${one}`}>{one}</div>
                  ))}
                </div>
              ),
              numeric: true,
            },
            { key: 'mean', head: ui.t('material.mean'), cell: (row) => row.mean, numeric: true },
            {
              key: 'judged',
              head: ui.t('field.conclusion'),
              cell: (row) => (
                <div>
                  <Judged ui={ui} good={row.accepted} />
                  <div>{ui.t('material.deviationShown', { deviation: row.deviation })}</div>
                  {row.agreement === null ? null : (
                    <div>{ui.t('material.agreementShown', { deviation: row.agreement })}</div>
                  )}
                  {row.reasons.map((reason) => (
                    <div key={reason.id} class="outside">
                      {reasonText(ui.lang, reason)}
                    </div>
                  ))}
                </div>
              ),
              wrap: true,
            },
          ]}
        />
      )}
      {!data.mayWrite ? null : data.factor === null || ui.problems.length > 0 ? (
        <TitrationsForm data={data} ui={ui} />
      ) : (
        <details class="more mt-3">
          <summary>{ui.t('material.again')}</summary>
          <TitrationsForm data={data} ui={ui} />
        </details>
      )}
    </Card>
  );
}

function TitrationsForm({ data, ui }: LotProps): JSX.Element {
  const rows = Array.from({ length: data.rule.readings }, (_, i) => i);
  return (
    <Form ui={ui} action={`/materials/${data.id}/standardisations`}>
      <FieldSet
        legend={ui.t(`material.part.${data.turn}`)}
        hint={data.turn === 'second' ? ui.t('material.otherPerson') : undefined}
      >
        <DateField
          ui={ui}
          name="doneOn"
          label={ui.t('field.doneOn')}
          value={ui.today}
          min={data.receivedOn}
          max={ui.today}
          width="third"
          required
        />
        <DecimalField
          ui={ui}
          name="atTemperature"
          label={ui.t('field.atTemperature')}
          unit="℃"
          width="third"
          required
        />
        <TextField
          ui={ui}
          name="base"
          label={ui.t('field.base')}
          hint={ui.t('material.baseHint')}
          width="third"
          required
          scan
        />
        <DecimalField ui={ui} name="titre" label={ui.t('field.titre')} unit="mg/mL" width="third" required />
      </FieldSet>
      {rows.map((i) => (
        <FieldSet key={i} legend={ui.t('material.titration', { n: i + 1 })}>
          <DecimalField
            ui={ui}
            name={`readings.${i}.mass`}
            label={ui.t('field.mass')}
            unit="g"
            width="third"
            required
          />
          <DecimalField
            ui={ui}
            name={`readings.${i}.volume`}
            label={ui.t('field.volume')}
            unit="mL"
            width="third"
            required
          />
          <DecimalField
            ui={ui}
            name={`readings.${i}.blank`}
            label={ui.t('field.blank')}
            value="0.00"
            unit="mL"
            width="third"
            required
          />
        </FieldSet>
      ))}
      <FormFoot>
        <button class="btn btn-primary">{ui.t('material.standardise')}</button>
      </FormFoot>
    </Form>
  );
}
