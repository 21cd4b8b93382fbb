import type { Knex } from 'knex';

/** Photos, chromatograms and printouts of a test: a list of files by their hash, each with who added it, and who withdrew it and why. */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table tests add column attachments text');
}
