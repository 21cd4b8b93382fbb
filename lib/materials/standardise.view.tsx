import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, DataTable, DateField, DecimalField, FieldSet, Form, FormFoot, Tabs, TextField } from '../ui/index.ts';
import { Judged, type LotProps } from './parts.tsx';
import { ways } from './rows.ts';
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
      <Temperature data={data} ui={ui} />
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
                  <div class="quiet">{`${ui.t(`material.way.${row.way}`)} ${row.base}`}</div>
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

/** At which temperatures F may be used, and what it is there where it goes by the temperature. */
function Temperature({ data: { temperature }, ui }: LotProps): JSX.Element | null {
  if (temperature === null) return null;
  const { table, basis, confidence, ...rest } = temperature;
  return (
    <div class="mb-2">
      <p class="mb-1">
        {ui.t(rest.corrects ? 'material.temperatureCorrected' : 'material.temperatureShown', {
          at: rest.at,
          low: rest.low,
          high: rest.high,
          differs: rest.differs,
        })}
      </p>
      {table.length === 0 ? null : (
        <p class="mb-1 d-flex flex-wrap gap-2">
          {table.map(({ celsius, factor }) => (
            <span key={celsius} class="text-nowrap">{`${celsius} ℃  F=${factor}`}</span>
          ))}
        </p>
      )}
      <p class="fields-hint">{ui.t('material.basisShown', { basis, confidence })}</p>
    </div>
  );
}

function TitrationsForm({ data, ui }: LotProps): JSX.Element {
  const rows = Array.from({ length: data.rule.readings }, (_, i) => i);
  const way = ways.find((one) => one === ui.value('way')) ?? data.formWay;
  const compared = way === 'comparison';
  return (
    <>
      {data.turn === 'first' ? (
        <Tabs
          label={ui.t('field.way')}
          tabs={ways.map((one) => ({
            href: `/materials/${data.id}?way=${one}#standardise`,
            label: ui.t(`material.way.${one}`),
            active: one === way,
          }))}
        />
      ) : null}
      <Form ui={ui} action={`/materials/${data.id}/standardisations`} id="standardise">
        <input type="hidden" name="way" value={way} />
        <FieldSet
          legend={`${ui.t(`material.part.${data.turn}`)} · ${ui.t(`material.way.${way}`)}`}
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
            label={ui.t(compared ? 'material.comparedWith' : 'field.base')}
            hint={ui.t(compared ? 'material.comparedWithHint' : 'material.baseHint')}
            width="third"
            required
            scan
          />
          <DecimalField
            ui={ui}
            name="titre"
            label={ui.t(compared ? 'material.ratio' : 'field.titre')}
            hint={compared ? ui.t('material.ratioHint') : undefined}
            unit={compared ? 'mL/mL' : 'mg/mL'}
            width="third"
            required
          />
        </FieldSet>
        {rows.map((i) => (
          <FieldSet key={i} legend={ui.t('material.titration', { n: i + 1 })}>
            <DecimalField
              ui={ui}
              name={`readings.${i}.mass`}
              label={ui.t(compared ? 'material.volumeTaken' : 'field.mass')}
              unit={compared ? 'mL' : 'g'}
              width="third"
              required
            />
            <DecimalField
              ui={ui}
              name={`readings.${i}.volume`}
              label={ui.t(compared ? 'material.volumeOther' : 'field.volume')}
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
    </>
  );
}
