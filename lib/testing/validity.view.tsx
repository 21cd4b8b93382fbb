import type { JSX } from 'preact';
import type { Told } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import { Card, Pill, type Ui } from '../ui/index.ts';
import { AsideFacts } from './overrides.view.tsx';

/** What stands against a record, and of which record it is said. */
export interface ToldOf {
  testId: string;
  /** Named where several records are told of together. */
  item?: string;
  told: Told;
}

/** What an assessor would say later: each reason with whether it stops signing, and what two persons made of it. Nothing where nothing stands. */
export function ValidityPanel({ ui, told }: { ui: Ui; told: readonly ToldOf[] }): JSX.Element | null {
  if (told.length === 0) return null;
  const open = told.filter((one) => one.told.override?.state !== 'approved').length;
  return (
    <Card title={ui.t(open > 0 ? 'validity.against' : 'validity.setAside', { count: open })} id="validity">
      <ul class="list-unstyled mb-0">
        {told.map((one) => (
          <li key={`${one.testId} ${one.told.key}`} class="mb-2">
            <Line ui={ui} one={one} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Line({ ui, one: { testId, item, told } }: { ui: Ui; one: ToldOf }): JSX.Element {
  const { reason, refuses, override, basis, key } = told;
  const isAsked = override?.state === 'asked' || override?.state === 'approved';
  return (
    <>
      {override?.state === 'approved' ? (
        <Pill tone="teal" shape="◉" word={ui.t('validity.approved')} />
      ) : (
        <Pill
          tone={refuses ? 'red' : 'amber'}
          shape={refuses ? '▲' : '!'}
          word={ui.t(refuses ? 'validity.stops' : 'validity.warns')}
        />
      )}{' '}
      {item === undefined ? null : <a href={`/tests/${testId}/review`}>{item}</a>} {reasonText(ui.lang, reason)}
      {override ? <AsideFacts ui={ui} aside={override} /> : null}
      {basis !== undefined && !isAsked && ui.may('validity.ask') ? (
        <div>
          <a href={`/tests/${testId}/overrides?key=${key}`}>{ui.t('override.ask')}</a>
        </div>
      ) : null}
    </>
  );
}
