import type { Reason } from '../core/refusal.ts';
import { lookUp, type MessageKey, reasonText, t } from '../messages/index.ts';
import { type Field, fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { chinaTime } from '../ui/index.ts';
import type { Balance } from './balance.ts';
import type { TrackHead } from './head.ts';
import type { RegisterLine } from './lines.ts';
import type { FieldValues } from './rows.ts';
import type { FieldRule } from './rules.ts';
import { saidFields } from './shown.ts';

const say = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);

export interface SheetSection {
  title: string;
  state: string;
  fields: FieldRule[];
  data: FieldValues;
  balance: Balance | null;
  registers: RegisterLine[];
  files: string[];
  filled: { by: string; at: string | null } | null;
  audited: { by: string; at: string | null } | null;
}

export interface SheetPaper {
  head: TrackHead;
  number: string;
  author: string;
  created: string;
  cautions: Reason[];
  sections: SheetSection[];
}

/** 核查处置表: the head and the seven sections of one track (domain 2.14). @throws Refusal `paper.glyph` */
export async function sheetPdf(sheet: SheetPaper): Promise<Buffer> {
  const { head, number, author, created } = sheet;
  const paper = await openPaper({
    ...{ title: `${say('track.sheet')} ${number}`, number, author, created },
    margins: { top: 16 * MM, right: 16 * MM, bottom: 18 * MM, left: 18 * MM },
  });
  paper.text(author, paper.left, paper.y, { size: 11, align: 'center' }, paper.inner);
  paper.text(say('track.sheet'), paper.left, paper.y + 17, { size: 18, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 48;
  drawHead(paper, head);
  for (const reason of sheet.cautions) drawNote(paper, reasonText('zh', reason));
  sheet.sections.forEach((section, i) => {
    drawSection(paper, section, i + 1);
  });
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 12 * MM;
    const draft = head.state === 'passed' ? '' : `　${say('track.sheetDraft')}`;
    paper.text(`${number}${draft}`, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

const dash = (text: string | null): string => text || '—';
const placed = (name: string, region: string | null): string => (region ? `${name}（${region}）` : name);

function drawHead(paper: Paper, head: TrackHead): void {
  const items = head.items.map(({ name, requirement, result }) => `${name}：${result}（${requirement}）`);
  fields(paper, [
    { label: say('case.number'), value: head.caseNumber },
    { label: say('track.kind'), value: lookUp('zh', `track.kind.${head.kind}`) },
    { label: say('report.sampleNumber'), value: head.sampleNumber },
    { label: say('report.number'), value: dash(head.reportNumber) },
    { label: say('report.product'), value: head.productName },
    { label: say('track.specBatch'), value: [head.spec, head.batchNo].filter(Boolean).join('　') },
    { label: say('case.items'), value: dash(items.join('\n')), span: 2 },
    { label: say('case.sampledUnit'), value: placed(head.sampledUnit, head.sampledRegion), span: 2 },
    { label: say('case.producer'), value: placed(head.producer, head.producerRegion), span: 2 },
    { label: say('track.unit'), value: placed(head.unitName, head.region), span: 2 },
    { label: say('track.authority'), value: dash(head.authority?.name ?? null) },
    { label: say('track.handlerPhone'), value: dash([head.handler, head.phone].filter(Boolean).join('　')) },
    { label: say('track.startedOn'), value: dash(head.startedOn) },
    { label: say('track.doneOn'), value: dash(head.doneOn) },
    { label: say('track.supervision'), value: lookUp('zh', `track.supervision.${head.supervision}`) },
    { label: say('track.conclusion'), value: lookUp('zh', `track.conclusion.${head.conclusion ?? 'none'}`) },
  ]);
}

function drawNote(paper: Paper, text: string): void {
  paper.y += 5;
  paper.room(26);
  paper.y += paper.block(`※ ${text}`, paper.left, paper.y, paper.inner, { size: 9 });
}

function drawSection(paper: Paper, section: SheetSection, n: number): void {
  paper.y += 12;
  paper.room(74);
  paper.text(say('track.sheetSection', { n, title: section.title }), paper.left, paper.y, { size: 11, weight: 'bold' });
  paper.text(
    lookUp('zh', `track.section.${section.state}`),
    paper.left,
    paper.y + 2,
    { size: 9, align: 'right', colour: INK.quiet },
    paper.inner,
  );
  paper.y += 18;
  if (section.state === 'empty' && section.registers.length === 0) {
    paper.frame({ x: paper.left, y: paper.y, width: paper.inner, height: 20 });
    paper.text(say('track.sheetEmpty'), paper.left + 6, paper.y + 4, { size: 9, colour: INK.quiet });
    paper.y += 20;
    return;
  }
  const list: Field[] = saidFields(section.fields, section.data, 'zh').map(({ label, value, long }) => ({
    ...{ label, value: dash(value) },
    ...(long && { span: 2 }),
  }));
  if (section.balance) list.push({ label: say('track.balanceTitle'), value: balanceText(section.balance), span: 2 });
  for (const line of section.registers)
    list.push({
      label: line.title,
      value: line.facts.map(({ label, value }) => say('paper.colon', { label, value })).join('；'),
      span: 2,
    });
  if (section.files.length > 0) list.push({ label: say('track.files'), value: section.files.join('、'), span: 2 });
  list.push(
    { label: say('track.filledBy'), value: signed(section.filled) },
    { label: say('track.auditedBy'), value: signed(section.audited) },
  );
  fields(paper, list, 2, { label: 92, size: 9 });
}

const signed = (who: { by: string; at: string | null } | null): string =>
  who ? [who.by, who.at ? chinaTime(who.at) : ''].join('　').trim() : '—';

export const balanceText = ({ total, sum, difference, unit, balanced }: Balance): string =>
  say(balanced ? 'track.balanced' : 'track.unbalanced', { total, sum, difference, unit });
