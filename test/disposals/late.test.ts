import { expect } from 'chai';
import type { CaseRow } from '../../lib/disposals/index.ts';
import { clockRow } from '../support/clocks.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { arrangeAuthorities, arrangeCase, caseBy } from './arrange.ts';

interface Listed {
  cases: { id: string }[];
  next: string | null;
  counts: { state: string; count: number }[];
}

eachEngine('the late cases', (engine) => {
  let lab: Lab;
  let quality: Client;
  let model: string;
  const late: string[] = [];

  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    quality = await lab.as('quality');
    const { jia } = await arrangeAuthorities(lab);
    model = await arrangeCase(lab);
    const db = lab.app.db.write;
    await db('clocks').update({ state: 'done' });
    const row: CaseRow = await db('cases').where({ id: model }).first();
    const part = async (table: string) => db(table).where({ case_id: model }).first<object>();
    const [party, track] = [await part('case_recipients'), await part('case_tracks')];
    for (let n = 0; n < 60; n += 1) {
      const [id, partyId, trackId] = [lab.app.ids.next(), lab.app.ids.next(), lab.app.ids.next()];
      await db('cases').insert({ ...row, id, number: `L-${n}`, report_id: null });
      await db('case_recipients').insert({ ...party, id: partyId, case_id: id, organisation_id: null });
      await db('case_tracks').insert({ ...track, id: trackId, case_id: id, organisation_id: n < 4 ? jia : null });
      // The last case is late first; one of three by itself, by its party, by its track, and each by a second clock that ended later.
      const ends = `2026-0${9 - Math.floor(n / 10)}-${String(28 - (n % 10)).padStart(2, '0')}`;
      const owners = [
        { entity: 'cases', entity_id: id },
        { entity: 'case_recipients', entity_id: partyId },
        { entity: 'case_tracks', entity_id: trackId },
      ] as const;
      for (const [i, due_on] of [ends, '2026-10-30', '2027-10-30'].entries()) {
        const owner = owners[(n + i) % 3] ?? owners[0];
        const clock = clockRow({ ...owner, rule: 'D3', started_on: '2026-01-01', due_on });
        const written = { ...clock, pauses: '[]', extensions: '[]', snapshot: JSON.stringify(clock.snapshot) };
        await db('clocks').insert({ ...written, id: lab.app.ids.next(), created_at: row.created_at, version: 1 });
      }
      late.unshift(id);
    }
  });
  after(() => lab.close());

  const list = async (query = '', who = quality) => (await who.get(`/cases?state=late${query}`)).json<Listed>();
  const counted = ({ counts }: Listed) => counts.find(({ state }) => state === 'late')?.count;

  it('come the longest late first, each once however many of its clocks are late, by pages', async () => {
    const first = await list();
    expect(first.cases.map(({ id }) => id)).to.deep.equal(late.slice(0, 50));
    const second = await list(`&before=${first.next}`);
    expect(second.cases.map(({ id }) => id)).to.deep.equal(late.slice(50));
    expect([second.next, counted(first)]).to.deep.equal([null, 60]);
    expect((await caseBy(quality, model)).clocks.every(({ clockState }) => clockState === 'done')).to.equal(true);
  });

  it('a search narrows them, and a county sees and counts its own', async () => {
    expect((await list('&q=L-17')).cases).to.have.length(1);
    const own = await list('', await lab.as('jia'));
    expect([own.cases.map(({ id }) => id), counted(own)]).to.deep.equal([late.slice(56), 4]);
  });
});
