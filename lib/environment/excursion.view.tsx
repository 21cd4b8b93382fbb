import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, DataTable, Facts, Form, FormFoot, PageHead, TextArea, type Ui } from '../ui/index.ts';
import { endsText } from './limits.ts';
import { clock, ExcursionPill } from './parts.view.tsx';
import { type Affected, units } from './rows.ts';
import type { ExcursionSheet } from './show.ts';

/** One excursion: what was read, which tests it touches, what was judged, and how it ended. */
export function ExcursionView({ data, ui }: { data: ExcursionSheet; ui: Ui }): JSX.Element {
  const signed = (one: { by: string; at: string } | null) => one && `${one.by} ${clock(one.at)}`;
  return (
    <>
      <PageHead
        over={<a href={`/environment/rooms/${data.room}`}>{data.roomName}</a>}
        title={ui.t('environment.excursionTitle', { quantity: ui.t(`quantity.${data.quantity}`) })}
        note={<ExcursionPill ui={ui} state={data.state} />}
      />
      <Card>
        <Facts
          facts={[
            { label: ui.t('environment.began'), value: clock(data.began) },
            {
              label: ui.t('environment.ended'),
              value: data.ended === null ? ui.t('environment.stillOut') : clock(data.ended),
            },
            { label: ui.t('environment.worst'), value: `${data.worst} ${units[data.quantity]}` },
            { label: ui.t('environment.limits'), value: endsText(data.bounds, data.quantity) },
            {
              label: ui.t('environment.source'),
              value:
                data.source === 'hand' || data.source === 'file'
                  ? ui.t(`environment.source.${data.source}`)
                  : data.source,
            },
            { label: ui.t('environment.deviation'), value: data.deviation },
            ...(data.deviationTo === null
              ? []
              : [{ label: ui.t('environment.deviationTo'), value: clock(data.deviationTo) }]),
          ]}
        />
      </Card>
      <Card title={ui.t('environment.impact', { count: data.impact.length })} flush>
        <ImpactTable data={data} ui={ui} />
      </Card>
      {data.assessed === null ? null : (
        <Card title={ui.t('environment.judged')}>
          <Facts
            facts={[
              { label: ui.t('environment.cause'), value: data.cause, wide: true },
              { label: ui.t('environment.judgement'), value: data.judgement, wide: true },
              { label: ui.t('environment.by'), value: signed(data.assessed) },
              ...(data.decided === null
                ? []
                : [
                    { label: ui.t('environment.measures'), value: data.measures, wide: true },
                    { label: ui.t('environment.decidedBy'), value: signed(data.decided) },
                  ]),
            ]}
          />
        </Card>
      )}
      {data.moves.map(({ move, obstacles }) => (
        <MoveForm key={move} data={data} ui={ui} move={move} obstacles={obstacles} />
      ))}
    </>
  );
}

function ImpactTable({ data, ui }: { data: ExcursionSheet; ui: Ui }): JSX.Element {
  return (
    <DataTable<Affected>
      ui={ui}
      caption={ui.t('environment.impact', { count: data.impact.length })}
      rows={data.impact}
      rowKey={(row) => row.id}
      empty={ui.t('environment.noImpact')}
      columns={[
        { key: 'number', head: ui.t('environment.sample'), cell: (row) => row.number },
        { key: 'item', head: ui.t('environment.item'), cell: (row) => row.item, wrap: true },
        { key: 'from', head: ui.t('environment.testFrom'), cell: (row) => clock(row.from) },
        {
          key: 'to',
          head: ui.t('environment.testTo'),
          cell: (row) => (row.to === '' ? ui.t('environment.underWay') : clock(row.to)),
        },
      ]}
    />
  );
}

type Move = ExcursionSheet['moves'][number];

function MoveForm({ data, ui, move, obstacles }: { data: ExcursionSheet; ui: Ui } & Move): JSX.Element | null {
  if (move === 'reopen') return null;
  if (obstacles.length > 0)
    return (
      <Card title={ui.t(`environment.act.${move}`)}>
        {obstacles.map((reason) => (
          <p key={reason.id} class="mb-0">
            {reasonText(ui.lang, reason)}
          </p>
        ))}
      </Card>
    );
  return (
    <Card title={ui.t(`environment.act.${move}`)}>
      <p class="quiet">{ui.t(`environment.lead.${move}`)}</p>
      <Form ui={ui} action={`/environment/excursions/${data.id}/${move}`} version={data.version} draft="off">
        <div class="fields-grid">
          {move === 'assess' ? (
            <>
              <TextArea
                ui={ui}
                name="cause"
                label={ui.t('environment.cause')}
                value={data.cause ?? ''}
                required
                maxLength={2000}
              />
              <TextArea
                ui={ui}
                name="judgement"
                label={ui.t('environment.judgement')}
                value={data.judgement ?? ''}
                required
                maxLength={2000}
              />
            </>
          ) : (
            <TextArea ui={ui} name="measures" label={ui.t('environment.measures')} required maxLength={2000} />
          )}
          {move === 'approve' && data.ended === null ? <Until ui={ui} /> : null}
        </div>
        <FormFoot>
          <button class={move === 'approve' ? 'btn' : 'btn btn-primary'}>{ui.t(`environment.act.${move}`)}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function Until({ ui }: { ui: Ui }): JSX.Element {
  return (
    <div class={`field field-third${ui.problem('until') ? ' has-problem' : ''}`}>
      <label class="form-label" for="f-until">
        {ui.t('environment.deviationTo')}
      </label>
      <input id="f-until" class="form-control" type="datetime-local" name="until" value={ui.value('until')} required />
      {ui.problem('until') ? <p class="field-problem">{ui.problem('until')}</p> : null}
    </div>
  );
}
