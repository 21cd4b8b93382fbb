import type { SampleLabel } from '../../lib/samples/labels.pdf.ts';

export const LABEL: SampleLabel = {
  code: 'Y2026-00012-P1',
  sampleNo: 'Y2026-00012',
  role: 'test',
  n: 1,
  total: 3,
  productName: '复方甘草酸苷注射液（20ml:40mg）',
  batchNo: '20260105',
  storage: '遮光，密闭',
  receivedOn: '2026-02-26',
  dueOn: '2026-03-26',
  urgent: true,
};

export const RETAINED: SampleLabel = {
  ...LABEL,
  code: 'Y2026-00012-P3',
  role: 'retain',
  n: 3,
  urgent: false,
  productName: '某某牌多效修护保湿焕颜精华乳液（儿童及敏感肌适用型）礼盒装赠品装组合装',
  place: '留样库 A-03-12',
  keepUntil: '2028-12-31',
};
