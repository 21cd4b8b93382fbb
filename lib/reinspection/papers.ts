import { refuse } from '../core/refusal.ts';
import type { Query } from '../kernel/types.ts';
import { type MessageKey, t } from '../messages/index.ts';
import type { Field } from '../pdf/fields.ts';
import { longDate } from '../pdf/words.ts';
import { readInstitute } from '../people/index.ts';
import type { Block, ReinspectionPaper } from './papers.pdf.ts';
import { type Sheet, showReinspection } from './show.ts';

const zh = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);
const field = (key: MessageKey, value: string | null | undefined, span = 1): Field => ({
  label: zh(key),
  value: value || '—',
  span,
});

type Made = Omit<ReinspectionPaper, 'institute' | 'frozenAt'>;

const aboutBlock = ({ row }: Sheet): Block => ({
  kind: 'fields',
  title: zh('reinspection.about'),
  fields: [
    field('reinspection.firstReport', row.first_report_no),
    field('reinspection.firstLab', row.first_lab),
    field('field.productName', row.product.name),
    field('field.batchNo', row.product.batchNo),
    field('field.spec', row.product.spec),
    field('field.producer', row.product.producer),
    field('field.sampledUnit', row.product.sampledUnit, 2),
    field('samples.basis', row.product.basis, 2),
  ],
});

const itemsBlock = ({ row }: Sheet): Block => ({
  kind: 'table',
  title: zh('field.items'),
  columns: [
    { title: zh('samples.item'), share: 30 },
    { title: zh('samples.limit'), share: 30 },
    { title: zh('reinspection.firstResult'), share: 20 },
    ...(row.result ? [{ title: zh('reinspection.secondResult'), share: 20 }] : []),
  ],
  rows: row.items.map((item) => [
    item.name,
    item.requirement,
    item.result,
    ...(row.result ? [row.result.items.find(({ name }) => name === item.name)?.result || '—'] : []),
  ]),
});

const applicantBlock = ({ row, papers }: Sheet): Block => ({
  kind: 'fields',
  title: zh('reinspection.applicant'),
  fields: [
    field('field.applicantName', row.applicant.name),
    field('field.applicantRole', zh(`reinspection.role.${row.applicant.role}`)),
    field('field.applicantCode', row.applicant.creditCode),
    field('field.address', row.applicant.address),
    field('reinspection.contact', row.applicant.contact),
    field('field.phone', row.applicant.phone),
    field('reinspection.deliveredOn', row.delivered_on),
    field('reinspection.appliedOn', row.applied_on),
    field('reinspection.reason', row.reason, 2),
    field('reinspection.laboratory', `${zh(`reinspection.way.${row.laboratory.way}`)} ${row.laboratory.name}`, 2),
    field('reinspection.papers', papers.map(({ there, title }) => `${there ? '☑' : '☐'} ${title.zh}`).join('　'), 2),
  ],
});

const application = (data: Sheet): Made => ({
  title: zh('reinspection.paper.application'),
  number: data.row.number,
  blocks: [applicantBlock(data), aboutBlock(data), itemsBlock(data)],
  signs: [
    { label: zh('paper.reinspection.applicantSeal'), name: '' },
    { label: zh('paper.reinspection.handler'), name: data.row.applicant.contact },
  ],
});

function receipt(data: Sheet): Made {
  const { row } = data;
  if (row.receipt_no === null) return refuse('reinspection.no-paper', {}, undefined, 'missing');
  const isIn = row.grounds.length === 0;
  const params = {
    name: row.product.name,
    batch: row.product.batchNo,
    report: row.first_report_no,
    on: longDate(row.applied_on),
  };
  return {
    title: zh('reinspection.paper.receipt'),
    number: row.receipt_no,
    to: row.applicant.name,
    blocks: [
      {
        kind: 'text',
        text: zh(isIn ? 'paper.reinspection.accepted' : 'paper.reinspection.refused', {
          ...params,
          lab: row.laboratory.name,
        }),
      },
      ...(isIn
        ? []
        : [
            {
              kind: 'text' as const,
              text: zh('paper.reinspection.grounds', {
                grounds: row.grounds.map(({ ground }) => zh(`reinspection.ground.${ground}`)).join('、'),
                text: row.grounds[0]?.text ?? '',
              }),
            },
          ]),
      itemsBlock(data),
      {
        kind: 'fields',
        title: zh('reinspection.fee'),
        fields: [
          field('field.feeAmount', row.fee.amount),
          field('field.feePaidOn', row.fee.paidOn),
          field('field.feeReceiptNo', row.fee.receiptNo),
          field('paper.reinspection.handler', data.decidedBy),
        ],
      },
    ],
    signs: [],
    sealed: longDate(row.decided_on ?? ''),
    copies: zh('paper.reinspection.twoCopies'),
  };
}

function request(data: Sheet): Made {
  const { row } = data;
  if (row.request === null) return refuse('reinspection.no-paper', {}, undefined, 'missing');
  const { number, on, dueOn } = row.request;
  const params = {
    name: row.product.name,
    batch: row.product.batchNo,
    report: row.first_report_no,
    sample: data.sample?.number ?? '—',
  };
  return {
    title: zh('reinspection.paper.request'),
    number,
    to: row.first_lab,
    blocks: [
      { kind: 'text', text: zh('paper.reinspection.request', { ...params, applicant: row.applicant.name }) },
      {
        kind: 'text',
        text: dueOn
          ? zh('paper.reinspection.requestDue', { due: longDate(dueOn) })
          : zh('paper.reinspection.requestSoon'),
      },
      aboutBlock(data),
      {
        kind: 'fields',
        title: zh('reinspection.portion'),
        fields: [field('custody.seal', data.portion?.sealNo), field('custody.amount', data.portion?.qty)],
      },
      itemsBlock(data),
    ],
    signs: [],
    sealed: longDate(on),
  };
}

function handOver(data: Sheet): Made {
  const { row } = data;
  const given = row.hand_over;
  if (given === null) return refuse('reinspection.no-paper', {}, undefined, 'missing');
  return {
    title: zh('reinspection.paper.handOver'),
    number: `${row.number}-YJ`,
    blocks: [
      aboutBlock(data),
      {
        kind: 'fields',
        title: zh('reinspection.custody'),
        fields: [
          field('reinspection.firstSample', data.sample?.number),
          field('reinspection.request', row.request?.number),
          field('custody.seal', data.portion?.sealNo),
          field('custody.amount', data.portion?.qty),
          field('custody.sealState', zh(given.sealIntact ? 'custody.intact' : 'custody.broken')),
          field('reinspection.condition', given.condition),
          field('field.storageLog', given.storageLog, 2),
          field('field.receiverUnit', given.receiverUnit, 2),
        ],
      },
      { kind: 'text', text: zh('paper.reinspection.handOver') },
    ],
    signs: [
      { label: zh('paper.reinspection.giver'), name: given.giver },
      { label: zh('paper.reinspection.receiver'), name: given.receiver },
    ],
    sealed: longDate(given.on),
    copies: zh('paper.reinspection.twoCopies'),
  };
}

function conclusion(data: Sheet): Made {
  const { row } = data;
  if (row.outcome === null || row.result === null) return refuse('reinspection.no-paper', {}, undefined, 'missing');
  const params = {
    name: row.product.name,
    batch: row.product.batchNo,
    report: row.first_report_no,
    second: row.result.reportNo,
  };
  return {
    title: zh('reinspection.paper.conclusion'),
    number: `${row.number}-JL`,
    to: row.applicant.name,
    blocks: [
      { kind: 'text', text: zh(`paper.reinspection.${row.outcome}`, { ...params, lab: row.laboratory.name }) },
      itemsBlock(data),
      { kind: 'text', text: zh(`paper.reinspection.borne.${row.fee.borneBy ?? 'applicant'}`) },
      { kind: 'text', text: zh('paper.reinspection.final') },
    ],
    signs: [],
    sealed: longDate(row.result.reportedOn),
  };
}

/** The papers of a re-inspection, by the last part of their address. */
export const paperKinds = ['application', 'receipt', 'request', 'hand-over', 'conclusion'] as const;
export type PaperKind = (typeof paperKinds)[number];

const makers: Record<PaperKind, (data: Sheet) => Made> = {
  application,
  receipt,
  request,
  'hand-over': handOver,
  conclusion,
};

/** Draws a paper as the re-inspection stands. @throws Refusal `reinspection.no-paper`, `paper.glyph` */
export async function drawn(
  query: Query,
  reinspectionId: string,
  kind: PaperKind,
): Promise<{ body: Buffer; number: string; title: string }> {
  const data = await showReinspection(query, reinspectionId);
  const { reinspectionPdf } = await import('./papers.pdf.ts');
  const institute = (await readInstitute(query.db))?.name ?? '';
  const made = makers[kind](data);
  const body = await reinspectionPdf({ ...made, institute, frozenAt: data.row.created_at });
  return { body, number: made.number, title: made.title };
}
