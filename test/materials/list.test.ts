import { expect } from 'chai';
import { addDays } from '../../lib/core/deadlines.ts';
import { decode, encode } from '../../lib/kernel/tables.ts';
import type { MaterialList, View } from '../../lib/materials/list.ts';
import { classed } from '../../lib/materials/list-query.ts';
import { kinds, type MaterialRow } from '../../lib/materials/rows.ts';
import { type Standing, standingOn } from '../../lib/materials/standing.ts';
import { lotsOf } from '../../lib/materials/store.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

const TODAY = '2026-11-23';

/** Always the same numbers, so that a failure comes again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % sides;
  };
}

eachEngine('the list of lots', (engine) => {
  let lab: Lab;
  let keeper: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, `${TODAY}T09:00:00+08:00`);
    keeper = await lab.as('material');
  });
  after(() => lab.close());

  /** Lots of every kind in every state, a third of them made from earlier ones; gives back their ids. */
  const insert = async (count: number, prefix: string): Promise<string[]> => {
    const roll = dice(count);
    const by = (await lab.user('material')).id;
    const day = (): string => addDays(TODAY, roll(400) - 60);
    const rows = Array.from({ length: count }, (_none, i): MaterialRow => {
      const kind = kinds[roll(kinds.length)] ?? 'reagent';
      const note = { on: '2026-11-01', fits: roll(2) === 0, note: '促生长', by: '尤试' };
      return {
        ...{ id: lab.app.ids.next(), version: 1, created_at: `${TODAY}T01:00:00.000Z`, number: `${prefix}-${i}`, kind },
        ...{
          name: `试剂 ${i % 7} 号`,
          maker: '国药',
          catalogue_no: null,
          lot_no: `L${i}`,
          content: null,
          basis: null,
          loss: null,
        },
        ...{ treatment: null, purpose: null, storage: null, concentration: null, unit: 'g' },
        balance: roll(6) === 0 ? '0.00' : '10.5',
        ...{ made_on: null, received_on: '2026-01-01', opened_on: null, expiry: null },
        valid_to: roll(4) === 0 ? null : day(),
        ...{ factor: null, standardised_on: roll(3) === 0 ? null : addDays(TODAY, roll(3) - 1), passage: null },
        suitability: roll(3) === 0 ? [] : [{ ...note, fits: true }, note],
        blocked: roll(15) === 0 ? { reason: '待查', by, on: TODAY } : null,
        closed_on: roll(5) === 0 ? addDays(TODAY, -roll(30)) : null,
        ...{ certificate: null, made_by: null, note: null },
      };
    });
    const parents = rows.flatMap((row, i) => {
      const from = [...new Set([roll(i || 1), roll(i || 1)])].filter((n) => n < i);
      return i % 3 === 0
        ? from.map((n) => ({
            id: lab.app.ids.next(),
            material_id: row.id,
            parent_id: rows[n]?.id,
            created_at: row.created_at,
            version: 1,
          }))
        : [];
    });
    await lab.app.db.write.transaction(async (trx) => {
      await trx.batchInsert(
        'materials',
        rows.map((row) => encode('materials', row)),
        200,
      );
      await trx.batchInsert('material_parents', parents, 200);
    });
    return rows.map(({ id }) => id);
  };
  const list = async (query: string): Promise<MaterialList> => {
    const answer = await keeper.get(`/materials${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.json<MaterialList>();
  };

  it('tells by the database exactly what each lot and its ancestors say', async () => {
    const ids = await insert(700, 'A');
    const days = { today: TODAY, soon: addDays(TODAY, 30) };
    const { read } = lab.app.db;
    const found: (object & { id: string; standing: Standing })[] = await classed(read, engine, days);
    const lots = await lotsOf(
      read,
      found.map((row) => decode<MaterialRow>('materials', row)),
    );
    const wrong = lots.flatMap((lot, i) => {
      const [told, right] = [found[i]?.standing, standingOn(lot, TODAY, days.soon)];
      return told === right ? [] : [`${lot.row.number} ${lot.row.kind}: ${told}, not ${right}`];
    });
    expect(wrong).to.deep.equal([]);
    expect(new Set(found.map(({ standing }) => standing)).size, 'every standing occurs').to.equal(9);
    expect(found.length).to.equal(ids.length);
  });

  it('pages by key: each lot of a view once, in order of its own end, as many as the tab says', async () => {
    const views: View[] = ['in-use', 'soon', 'expired', 'to-do', 'closed'];
    const { counts } = await list('');
    for (const view of views) {
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const page: MaterialList = await list(`?view=${view}${after === '' ? '' : `&after=${after}`}`);
        expect(page.lines.length).to.be.lessThan(101);
        seen.push(...page.lines.map(({ id }) => id));
        expect(page.first).to.equal(after === '');
        after = page.next;
      }
      expect(new Set(seen).size, view).to.equal(seen.length);
      expect(seen.length, view).to.equal(counts.find((one) => one.view === view)?.count);
    }
    const page = (await keeper.page('/materials')).text;
    expect(page).to.match(/href="\/materials\?view=in-use&(amp;)?after=/);
  });

  it('finds by number, name, lot and maker without regard to spaces and capitals; a sign of the search language is a sign', async () => {
    expect((await list('?q=a-17')).lines.map(({ number }) => number).every((one) => one.startsWith('A-17'))).to.equal(
      true,
    );
    expect((await list(`?q=${encodeURIComponent('试剂3号')}&view=in-use`)).counts[0]?.count).to.be.greaterThan(10);
    expect((await list('?q=%25')).counts.every(({ count }) => count === 0)).to.equal(true);
    const one = await list('?kind=column&view=in-use');
    expect(one.lines.every(({ kind }) => kind === 'column')).to.equal(true);
    expect(one.lines.length).to.equal(one.kinds.find(({ kind }) => kind === 'column')?.count);
  });
});
