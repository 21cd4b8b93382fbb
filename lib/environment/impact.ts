import type { Knex } from 'knex';
import type { Catalogue } from '../catalogue/index.ts';
import { roomOf, testsDuring } from '../testing/index.ts';
import type { Affected, ExcursionRow, RoomRow } from './rows.ts';

/** The tests that were under way meanwhile and whose parameter is done in a room of this kind, save those whose record names another room. */
export async function affectedBy(
  db: Knex,
  catalogue: Catalogue,
  room: Pick<RoomRow, 'kind' | 'code'>,
  { began, ended }: Pick<ExcursionRow, 'began' | 'ended'>,
): Promise<Affected[]> {
  if (room.kind === null) return [];
  const codes = [...catalogue.parameters.values()]
    .filter(({ environment }) => environment?.room === room.kind)
    .map(({ code }) => code);
  const tests = await testsDuring(db, codes, { from: began, to: ended });
  const here = tests.filter(({ test }) => (roomOf(test) ?? room.code) === room.code);
  return here.map(({ test, number, from, to }) => ({
    id: test.id,
    sample: test.sample_id,
    number,
    item: test.item.name.zh,
    from,
    to: to ?? '',
  }));
}
