import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import { Card, DataTable, Pill, type Ui } from '../ui/index.ts';
import type { Worker, Workers } from './workers.ts';

/** Beside each analyst his load and what he may test of this batch; who may not stands grey with the sentence. */
export function WorkerTable({
  data,
  ui,
}: {
  data: { analysts: readonly Worker[]; mode: Workers['mode']; movable: number };
  ui: Ui;
}): JSX.Element {
  return (
    <Card title={ui.t('testing.workers')} flush>
      <DataTable<Worker>
        ui={ui}
        caption={ui.t('testing.workers')}
        rows={data.analysts}
        rowKey={(worker) => worker.id}
        empty={ui.t('table.empty')}
        columns={[
          {
            key: 'name',
            head: ui.t('testing.analyst'),
            cell: (worker) => <span class={isBarred(worker, data) ? 'quiet' : undefined}>{worker.name}</span>,
          },
          { key: 'open', head: ui.t('testing.openTests'), numeric: true, cell: (worker) => worker.open },
          {
            key: 'late',
            head: ui.t('testing.hoursLate'),
            numeric: true,
            cell: (worker) => (worker.hoursLate > 0 ? worker.hoursLate : '—'),
          },
          {
            key: 'may',
            head: ui.t('testing.authorisedFor'),
            wrap: true,
            cell: (worker) => <Standing worker={worker} data={data} ui={ui} />,
          },
        ]}
      />
    </Card>
  );
}

type Asked = { mode: Workers['mode']; movable: number };

const isBarred = ({ sampler, unauthorised }: Worker, { mode, movable }: Asked): boolean =>
  sampler || (mode !== 'off' && unauthorised.length === movable);

function Standing({ worker, data, ui }: { worker: Worker; data: Asked; ui: Ui }): JSX.Element {
  const { sampler, unauthorised } = worker;
  if (sampler) return <Pill tone="grey" shape="✕" word={ui.t('testing.samplerOf')} />;
  if (data.mode === 'off') return <span class="quiet">—</span>;
  const all = data.movable;
  const may = all - unauthorised.length;
  const sentences = [...new Set(unauthorised.map(({ reason }) => reasonText(ui.lang, reason)))];
  return (
    <>
      {may === all ? (
        <Pill tone="green" shape="✔" word={ui.t('testing.authorisedAll', { count: all })} />
      ) : (
        <Pill
          tone={may === 0 ? 'grey' : 'amber'}
          shape={may === 0 ? '✕' : '!'}
          word={ui.t('testing.authorisedSome', { count: may, all })}
        />
      )}
      {sentences.length === 0 ? null : (
        <details class="more">
          <summary>{sentences[0]}</summary>
          {sentences.slice(1).map((sentence) => (
            <p key={sentence} class="quiet mb-0">
              {sentence}
            </p>
          ))}
        </details>
      )}
    </>
  );
}
