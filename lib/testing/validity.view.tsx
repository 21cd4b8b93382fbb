import type { JSX } from 'preact';
import type { Told } from '../kernel/types.ts';
import { reasonText } from '../messages/index.ts';
import { Card, Pill, type Ui } from '../ui/index.ts';

/** What an assessor would say later: each reason with whether it stops signing. Nothing where nothing stands against the test. */
export function ValidityPanel({ ui, told }: { ui: Ui; told: readonly Told[] }): JSX.Element | null {
  if (told.length === 0) return null;
  return (
    <Card title={ui.t('validity.against', { count: told.length })} id="validity">
      <ul class="list-unstyled mb-0">
        {told.map(({ reason, refuses }) => (
          <li key={`${reason.id} ${JSON.stringify(reason.params)}`} class="mb-2">
            <Pill
              tone={refuses ? 'red' : 'amber'}
              shape={refuses ? '▲' : '!'}
              word={ui.t(refuses ? 'validity.stops' : 'validity.warns')}
            />{' '}
            {reasonText(ui.lang, reason)}
          </li>
        ))}
      </ul>
    </Card>
  );
}
