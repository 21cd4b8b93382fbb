import { type DocumentRow, fileDocument } from '../disposals/index.ts';
import { find } from '../kernel/tables.ts';
import type { Act, Query } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { balanceOf } from './balance.ts';
import { cautionsOf } from './cautions.ts';
import { headOf } from './head.ts';
import { registerLines } from './lines.ts';
import { type SectionName, sectionNames, type TransferRow } from './rows.ts';
import { fieldsFor, type Register, sectionRule, trackRules } from './rules.ts';
import { type Known, knownTrack, namesOf, registersOf, sectionsOf } from './store.ts';

type Asking = Pick<Query, 'app' | 'db' | 'user' | 'now' | 'today'>;

export interface Paper {
  body: Buffer;
  number: string;
  title: string;
}

const registersOfPaper: Partial<Record<SectionName, Register[]>> = {
  control: ['seizures', 'recalls'],
  penalty: ['penalties'],
  transfer: ['transfers'],
};

/** 核查处置表 of a track as it stands now. @throws Refusal `record.missing`, `paper.glyph` */
export async function sheetPaper(query: Asking, caseId: string, id: string): Promise<Paper> {
  const { app, db } = query;
  const known = await knownTrack(query, caseId, id);
  const [rows, registers, rules] = [await sectionsOf(db, id), await registersOf(db, id), trackRules(app)];
  const names = await namesOf(
    db,
    rows.flatMap((row) => [row.filled_by, row.audited_by]),
  );
  const head = await headOf(query, known);
  const { sheetPdf } = await import('./sheet.pdf.ts');
  const number = `${known.row.number}-${known.track.id.slice(-6)}`;
  const body = await sheetPdf({
    head,
    number,
    author: known.organisation?.name ?? (await readInstitute(db))?.name ?? '',
    created: query.now,
    cautions: cautionsOf(app, rows, registers),
    sections: sectionNames.map((section) => {
      const row = rows.find((one) => one.section === section);
      const rule = sectionRule(app, section);
      return {
        title: rule.title.zh,
        state: row?.state ?? 'empty',
        fields: fieldsFor(rule, known.track.kind),
        data: row?.data ?? {},
        balance: section === 'control' && row ? balanceOf(row.data, rules.balance) : null,
        registers: (registersOfPaper[section] ?? []).flatMap((of) => registerLines(rules, registers, of, 'zh')),
        files: (row?.files ?? []).filter(({ droppedBy }) => droppedBy === undefined).map(({ name }) => name),
        filled: row?.filled_by ? { by: names.get(row.filled_by) ?? '', at: row.filled_at } : null,
        audited:
          row?.audited_by && row.state === 'passed'
            ? { by: names.get(row.audited_by) ?? '', at: row.audited_at }
            : null,
      };
    }),
  });
  return { body, number, title: t('zh', 'track.sheet') };
}

/** 移送书 or 线索移送函 with 涉案物品清单. @throws Refusal `paper.glyph` */
export async function transferPaper(query: Asking, known: Known, row: TransferRow): Promise<Paper> {
  const { transferPdf } = await import('./transfer.pdf.ts');
  const rules = trackRules(query.app);
  const names = await namesOf(query.db, [row.decided_by]);
  const paperField = rules.steps.find(({ id }) => id === 'transfer')?.fields.find(({ key }) => key === 'papers');
  const title = t('zh', row.kind === 'crime' ? 'track.letterCrime' : 'track.letterClue');
  const body = await transferPdf({
    title,
    head: await headOf(query, known),
    row,
    authority: known.organisation?.name ?? '',
    basis: rules.transferBasis[row.kind].text,
    decidedBy: names.get(row.decided_by ?? '') ?? '',
    papers: (paperField?.options ?? []).filter(({ value }) => row.papers.includes(value)).map(({ label }) => label.zh),
    columns: rules.goods.map(({ key, label }) => ({ key, title: label.zh })),
    created: query.now,
  });
  return { body, number: row.number, title };
}

/** Files the letter of a transfer as it went out. */
export async function fileTransfer(act: Act, known: Known, row: TransferRow): Promise<DocumentRow> {
  const { body, number, title } = await transferPaper(act, known, row);
  return fileDocument(act, {
    caseId: known.row.id,
    trackId: known.track.id,
    kind: 'track-transfer',
    number,
    title,
    body,
  });
}

export const transferOf = (query: Asking, trackId: string, id: string): Promise<TransferRow | undefined> =>
  find<TransferRow>(query.db, 'track_transfers', { id, track_id: trackId });
