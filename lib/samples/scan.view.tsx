import type { JSX } from 'preact';
import { PageHead, type Ui } from '../ui/index.ts';
import type { Found } from './scan.ts';

/** What a scanned code denotes, with the way to it. */
export function scanView(found: Found, ui: Ui): JSX.Element {
  return (
    <PageHead title={found.code} over={ui.t(`scan.${found.kind}`)}>
      <a class="btn btn-primary btn-next" href={found.href}>
        {ui.t('act.open')}
      </a>
    </PageHead>
  );
}
