import { readFileSync } from 'node:fs';
import type { FormSchema } from '../../lib/pdf/form.ts';
import type { SamplingPaper } from '../../lib/samplings/record.pdf.ts';

const form = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../forms/sampling/${name}.json`, import.meta.url), 'utf8')) as FormSchema;

export const SAMPLING: SamplingPaper = {
  productClass: 'drug',
  number: 'G412026000012',
  workKind: 'JD',
  level: 'municipal',
  product: {
    name: '复方甘草酸苷注射液（20ml:40mg）',
    batchNo: '20260105',
    spec: '20ml:40mg',
    producer: '某某市某某医药有限公司某某分公司',
  },
  sampledUnit: {
    name: '某某市某某大药房连锁有限责任公司人民路第三分店',
    signer: '赵敏',
    signedAt: '2026-02-25T02:31:00.000Z',
  },
  samplingUnit: { name: '某某市市场监督管理局' },
  sampledOn: '2026-02-25',
  officers: [
    { name: '王建国', at: '2026-02-25T02:30:00.000Z' },
    { name: '李秀兰', at: '2026-02-25T02:30:20.000Z' },
  ],
  quantity: '30',
  unit: '支',
  form: form('drug'),
  values: {
    samplingLink: 'retail',
    samplingSite: '药房常温库A区03货架',
    sampledUnitCreditCode: '91410100MA00000000',
    sampledUnitAddress: '某某市金水区人民路100号附1号',
    storageTemperature: '20.5',
    productionDate: '2026-01-05',
    statementAgreed: 'yes',
    samplingNote: '从三个包装箱中随机抽取，无异常。',
  },
  portions: [
    { role: 'test', n: 1, total: 1, qty: '10', unit: '支', sealNo: 'F2026-000034', place: '随样品送检验单位' },
    { role: 'check', n: 1, total: 1, qty: '10', unit: '支', sealNo: 'F2026-000035', place: '检验单位' },
    { role: 'retain', n: 1, total: 1, qty: '10', unit: '支', sealNo: 'F2026-000036', place: '检验单位留样库' },
  ],
  state: 'sampled',
  frozenAt: '2026-02-25T02:31:00.000Z',
};

export const DEVICE_SAMPLING: SamplingPaper = {
  ...SAMPLING,
  productClass: 'device',
  number: 'X412026000003',
  form: form('device'),
  values: {},
};
export const COSMETIC_SAMPLING: SamplingPaper = {
  ...SAMPLING,
  productClass: 'cosmetic',
  number: 'H412026000003',
  form: form('cosmetic'),
  values: {},
};
