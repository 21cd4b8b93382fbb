import { refuse } from '../core/refusal.ts';
import { page } from '../kernel/routes.ts';
import { nullable, object, text } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import { chinaTime, Facts, Pill, StatePill } from '../ui/index.ts';
import type { ReportRow } from './rows.ts';

interface Verified {
  number: string;
  state: ReportRow['state'];
  issuedAt: string | null;
  pdfHash: string | null;
  institute: string;
}

/** The public page behind the QR code: number, state and hash of a report; no product, no person, no result (N8). */
export const verifyPage = page<{ code: string }, Verified>({
  name: 'report.verify',
  path: '/verify/:code',
  needs: 'public',
  bare: true,
  input: object({ code: text(64) }, ['code']),
  answer: object(
    { number: text(), state: text(), issuedAt: nullable(text()), pdfHash: nullable(text()), institute: text() },
    ['number', 'state', 'issuedAt', 'pdfHash', 'institute'],
  ),
  load: async ({ db }, { code }) => {
    const report = await find<ReportRow>(db, 'reports', { verify_code: code.trim().toUpperCase() });
    if (!report || report.state === 'drafted') return refuse('report.unknown', {}, undefined, 'missing');
    return {
      number: report.number,
      state: report.state,
      issuedAt: report.issued_at,
      pdfHash: report.pdf_hash,
      institute: report.content.institute.name,
    };
  },
  title: (_data, ui) => ui.t('report.verifyTitle'),
  view: (data, ui) => (
    <section class="panel sign-in">
      <div class="panel-body">
        <h1>{ui.t('report.verifyTitle')}</h1>
        <p>
          {data.state === 'issued' ? (
            <Pill tone="green" shape="✔" word={ui.t('report.valid')} />
          ) : (
            <StatePill ui={ui} state={data.state} />
          )}
        </p>
        <Facts
          facts={[
            { label: ui.t('report.number'), value: data.number },
            { label: ui.t('setup.institute'), value: data.institute },
            { label: ui.t('report.issuedAt'), value: data.issuedAt ? chinaTime(data.issuedAt) : '—' },
            { label: ui.t('report.pdfHash'), value: <code class="digest">{data.pdfHash}</code>, wide: true },
          ]}
        />
        <p class="quiet">{ui.t('report.verifyNote')}</p>
      </div>
    </section>
  ),
});
