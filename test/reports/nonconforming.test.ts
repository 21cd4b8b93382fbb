import { expect } from 'chai';
import type { NonconformityRow } from '../../lib/equipment/rows.ts';
import type { ReportData } from '../../lib/reports/show.ts';
import { Instrument } from '../equipment/arrange.ts';
import { playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { sign } from './arrange.ts';

eachEngine('a report whose records a bad calibration has touched', (engine) => {
  let lab: Lab;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('GB/T 27025 7.10 report.nonconforming: is not issued before the work is closed, and says which it is', async function () {
    this.timeout(60_000);
    const { reportId, tests } = await playBatch(lab, 'approved');
    const instrument = await Instrument.inUse(lab, 'BF-001');
    const event = await lab.app.db
      .read('instrument_events')
      .where({ instrument_id: instrument.id })
      .first<{ id: string }>();
    const raised = await lab.act('technical', (act) =>
      act.insert<NonconformityRow>('nonconformities', {
        ...{ number: 'BF2026-0001', instrument_id: instrument.id, event_id: event.id, test_id: tests[0]?.id ?? '' },
        ...{
          asks: 'retest',
          reason: '200 g 点超差',
          state: 'open',
          raised_by: act.user.id,
          measure: null,
          handled_by: null,
        },
        ...{ handled_at: null, remark: null, closed_by: null, closed_at: null },
      }),
    );
    const signatory = await lab.as('signatory');
    const gate = async () => {
      const { moves } = (await signatory.get(`/reports/${reportId}`)).json<ReportData>();
      return moves.find(({ move }) => move === 'issue')?.obstacles.map(({ id }) => id);
    };
    expect(await gate()).to.deep.equal(['report.nonconforming']);
    const held = await sign(signatory, reportId, signatory);
    expect([held.status, held.refusals()]).to.deep.equal([409, ['report.nonconforming']]);
    expect(held.text).to.contain('BF2026-0001').and.contain('性状');
    await lab.act('quality', (act) => act.update<NonconformityRow>('nonconformities', raised, { state: 'closed' }));
    expect(await gate()).to.deep.equal([]);
    expect((await sign(signatory, reportId, signatory)).status).to.equal(200);
  });
});
