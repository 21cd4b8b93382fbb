import type { ReportContent, ReportRow } from '../../lib/reports/report.pdf.ts';

const signed = (meaning: 'test' | 'review' | 'issue', name: string, at: string) => ({ meaning, name, at });

export const DRUG_ROWS: ReportRow[] = [
  {
    group: '性状',
    name: '性状',
    requirement: '本品应为无色的澄明液体',
    result: '本品为无色的澄明液体',
    verdict: 'conforms',
  },
  { group: '鉴别', name: '（1）化学反应', requirement: '应显正反应', result: '显正反应', verdict: 'conforms' },
  {
    group: '鉴别',
    name: '（2）高效液相色谱',
    requirement: '供试品溶液主峰的保留时间应与对照品溶液主峰的保留时间一致',
    result: '一致',
    verdict: 'conforms',
  },
  { group: '检查', name: 'pH值', requirement: '应为5.0～7.0', result: '6.1', verdict: 'conforms' },
  {
    group: '检查',
    name: '细菌内毒素',
    requirement: '每1mg甘草酸苷中含内毒素的量应小于0.50EU',
    result: '符合规定',
    verdict: 'conforms',
  },
  { group: '检查', name: '可见异物', requirement: '应符合规定', result: '不符合规定（检出白点）', verdict: 'fails' },
  {
    group: '检查',
    name: '重金属',
    requirement: '不得过百万分之十（≤10×10⁻⁶）',
    result: '符合规定',
    verdict: 'conforms',
    unqualified: true,
  },
  {
    group: '含量测定',
    name: '含量测定',
    requirement: '本品含甘草酸苷（C₄₂H₆₂O₁₆）应为标示量的90.0%～110.0%',
    result: '98.2',
    unit: '%',
    verdict: 'conforms',
  },
];

export const DRUG: ReportContent = {
  institute: {
    name: '某某市药品检验所',
    address: '某某市高新区科技大道1号',
    postcode: '450000',
    phone: '0371-00000000',
    cma: '250000000000',
  },
  number: 'BG2026-000012',
  sampleNo: 'YP2026-00012',
  productClass: 'drug',
  workKind: 'JD',
  product: {
    name: '复方甘草酸苷注射液（20ml:40mg）',
    batchNo: '20260105',
    spec: '20ml:甘草酸苷40mg与甘氨酸400mg与盐酸半胱氨酸20mg',
    doseForm: '注射剂',
    packaging: '玻璃安瓿，5支/盒',
    producer: '某某市某某医药有限公司某某分公司',
    approvalNo: '国药准字H20260000',
    producedOn: '2026-01-05',
    expiry: '2027-12',
  },
  client: { name: '某某市市场监督管理局', address: '某某市人民路100号' },
  sampling: {
    number: 'G412026000012',
    on: '2026-02-25',
    unit: '某某市市场监督管理局',
    officers: ['王建国', '李秀兰'],
    place: '药房常温库',
    sampledUnit: '某某市某某大药房连锁有限责任公司人民路第三分店',
  },
  quantity: '30支',
  sealed: '3份',
  receivedOn: '2026-02-26',
  condition: '签封完好，包装完整',
  testedFrom: '2026-02-27',
  testedTo: '2026-03-05',
  scope: '部分项目',
  basis: '《中国药典》2025年版二部、国家药品监督管理局标准YBH00002026',
  rows: DRUG_ROWS,
  conclusion: '本品按《中国药典》2025年版二部检验，可见异物不符合规定，结果不符合规定。',
  objection:
    '对检验结果有异议的，可自收到检验结果之日起7个工作日内，依照《中华人民共和国药品管理法》第一百零二条申请复验。',
  signatures: {
    test: signed('test', '张三', '2026-03-05T06:22:10.000Z'),
    review: signed('review', '欧阳志远', '2026-03-05T08:01:33.000Z'),
    issue: signed('issue', '李敏', '2026-03-06T01:30:00.000Z'),
  },
  issuedOn: '2026-03-06',
  verifyUrl: 'https://lims.example.cn/verify/7K3M9QZ2XA',
  state: 'issued',
  frozenAt: '2026-03-06T01:30:00.000Z',
};

/** A report on 60 items in four groups. */
export const LONG: ReportContent = {
  ...DRUG,
  rows: ['性状', '鉴别', '检查', '含量测定'].flatMap((group) =>
    Array.from(
      { length: 15 },
      (_, index): ReportRow => ({
        group,
        name: `${group}项目${index + 1}`,
        requirement: '供试品溶液的色谱图中，如有杂质峰，单个杂质峰面积不得大于对照溶液主峰面积（≤1.0%）',
        result: `0.${10 + index}`,
        unit: '%',
        verdict: 'conforms',
      }),
    ),
  ),
};

export const ONE: ReportContent = {
  ...DRUG,
  rows: DRUG_ROWS.slice(0, 1),
  conclusion: '本品按《中国药典》2025年版二部检验上述项目，结果符合规定。',
};

export const DEVICE: ReportContent = {
  ...DRUG,
  number: 'BG2026-000013',
  sampleNo: 'QX2026-00003',
  productClass: 'device',
  product: {
    name: '一次性使用医用口罩',
    batchNo: '20260101',
    spec: '平面耳挂式 17.5cm×9.5cm',
    packaging: '10只/袋',
    producer: '某某省某某卫生材料有限公司',
    approvalNo: '某械注准20262140000',
    producedOn: '2026-01-01',
    expiry: '2028-12-31',
  },
  basis: 'YY/T 0969-2013《一次性使用医用口罩》',
  scope: '部分项目',
  conclusion: '所检项目符合YY/T 0969-2013《一次性使用医用口罩》要求。',
  rows: [
    {
      group: '',
      name: '外观',
      method: 'YY/T 0969-2013 5.1',
      requirement: '口罩外观应整洁、形状完好，表面不得有破损、污渍',
      result: '符合要求',
      verdict: 'conforms',
    },
    {
      group: '',
      name: '细菌过滤效率（BFE）',
      method: 'YY 0469-2023 附录B',
      requirement: '≥95',
      unit: '%',
      result: '99.2',
      verdict: 'conforms',
    },
    {
      group: '',
      name: '通气阻力',
      method: 'YY 0469-2023 5.7',
      requirement: '≤49',
      unit: 'Pa/cm²',
      result: '31.5',
      verdict: 'conforms',
    },
    {
      group: '',
      name: '微生物指标',
      method: 'GB 15979-2024',
      requirement: '≤100',
      unit: 'CFU/g',
      result: '＜20',
      verdict: 'conforms',
    },
    {
      group: '',
      name: '环氧乙烷残留量',
      method: 'GB/T 14233.1-2022',
      requirement: '≤10',
      unit: 'μg/g',
      result: '未检出（检出限0.5）',
      verdict: 'conforms',
      unqualified: true,
    },
  ],
};
