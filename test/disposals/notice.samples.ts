import type { NoticePaper, NoticeSample } from '../../lib/disposals/notice.pdf.ts';

export const SAMPLE: NoticeSample = {
  reportNo: 'R2026-00012',
  sampleNo: 'Y2026-00012',
  product: {
    name: '复方甘草酸苷注射液（20ml:40mg）',
    batchNo: '20260105',
    spec: '20ml:40mg',
    producer: '某某市某某医药有限公司某某分公司',
  },
  sampledUnit: '某某市某某大药房连锁有限责任公司人民路第三分店',
  basis: '《中国药典》2025年版二部',
  failed: [
    { name: '可见异物', requirement: '应符合规定', result: '不符合规定（检出白点）' },
    { name: '重金属', requirement: '≤10×10⁻⁶', result: '＞10×10⁻⁶' },
  ],
};

export const NOTICE: NoticePaper = {
  institute: { name: '某某市药品检验所', contact: '陈工', phone: '0371-00000000' },
  number: 'B2026-00003',
  to: '某某市市场监督管理局',
  basis: '《药品质量抽查检验管理办法》',
  issuedOn: '2026-03-06',
  due: '2026-03-10',
  workingDays: 2,
  samples: [SAMPLE],
  frozenAt: '2026-03-06T02:00:00.000Z',
};
