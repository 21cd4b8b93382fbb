import type { JSX } from 'preact';
import { PageHead, type Ui } from '../ui/index.ts';
import type { Found } from './scan.ts';

/** Leads on to the page of what was scanned; the link is for browsers that do not follow by themselves. */
export function scanView(found: Found, ui: Ui): JSX.Element {
  return (
    <>
      <meta http-equiv="refresh" content={`0;url=${found.href}`} />
      <PageHead title={found.code} over={ui.t(`scan.${found.kind}`)}>
        <a class="btn btn-primary btn-next" href={found.href}>
          {ui.t('act.open')}
        </a>
      </PageHead>
    </>
  );
}
