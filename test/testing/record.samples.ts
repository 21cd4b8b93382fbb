import { readFileSync } from 'node:fs';
import { evaluateRecord } from '../../lib/forms/evaluate.ts';
import type { FormDefinition, Readings, TestItem } from '../../lib/forms/types.ts';
import type { RawRecord } from '../../lib/testing/raw-record.pdf.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../forms/record/${name}.json`, import.meta.url), 'utf8')) as FormDefinition;

/** A form with the common head in the place of its reference, as the catalogue gives it. */
export function formOf(name: string): FormDefinition {
  const form = read(name);
  return {
    ...form,
    properties: { ...form.properties, common: read('common') as unknown as FormDefinition['properties'][string] },
  };
}

const ITEM: TestItem = {
  group: '含量测定',
  name: { zh: '含量测定（高效液相色谱法）', en: 'Assay' },
  parameter: 'D-ASSAY-HPLC',
  limit: { kind: 'range', low: '95.0', high: '105.0' },
  limitText: '含对乙酰氨基酚（C₈H₉NO₂）应为标示量的95.0%～105.0%',
  unit: '%',
  places: 1,
  individualPlaces: 2,
  rule: 'half-even',
  compare: 'rounded',
  constants: { L: '0.5', mean_mass: '1' },
  precision: { kind: 'rad', max: '2.0' },
  method: '《中国药典》2025年版二部；通则0512',
};

const READINGS: Readings = {
  common: {
    portion: 'Y2026-00012-P1',
    used: '20片',
    started: '2026-03-02 09:10',
    finished: '2026-03-02 16:40',
    temperature: '23.4',
    humidity: '45',
    instruments: [
      { no: 'E-0012', name: '高效液相色谱仪', validTo: '2027-01-10' },
      { no: 'E-0003', name: '电子天平', validTo: '2026-11-30' },
    ],
    materials: [{ name: '对乙酰氨基酚对照品', lot: '100018-202012', F: '99.9', validTo: '2027-06-30' }],
  },
  purity: '99.9',
  water: '0.1',
  m_s: '10.02',
  m_s2: '10.11',
  V_s: '100',
  D_s: '1',
  V: '250',
  D: '5',
  W: '0.6012',
  injections: ['1234.5', '1236.1', '1233.9', '1235.2', '1234.8'].map((A_s) => ({ A_s })),
  checks: ['1245.1', '1246.0'].map((A_s2) => ({ A_s2 })),
  samples: [
    { m: '151.2', A_1: '1240.3', A_2: '1241.1' },
    { m: '150.4', A_1: '1233.0', A_2: '1234.6' },
  ],
};

export function record(
  name = 'assay-external-standard',
  readings: Readings = READINGS,
  item: TestItem = ITEM,
): RawRecord {
  const form = formOf(name);
  return {
    institute: '某某市药品检验所',
    sampleNo: 'Y2026-00012',
    seq: 8,
    product: {
      name: '对乙酰氨基酚片',
      batchNo: '20260105',
      spec: '0.5g',
      producer: '某某市某某医药有限公司某某分公司',
    },
    receivedOn: '2026-02-26',
    basis: '《中国药典》2025年版二部',
    sop: 'SOP-HPLC-001 第3版',
    item,
    form,
    readings,
    outcome: evaluateRecord(form, item, readings),
    overrides: [],
    changes: [
      {
        field: 'samples.0.m',
        label: '供试品1 取样量',
        old: '152.1',
        new: '151.2',
        who: '张三',
        at: '2026-03-02T03:20:11.000Z',
        why: '抄录笔误，见天平打印条',
      },
      {
        field: 'common.temperature',
        label: '温度',
        old: '32.4',
        new: '23.4',
        who: '张三',
        at: '2026-03-02T08:45:00.000Z',
        why: '录入颠倒',
      },
    ],
    signatures: {
      test: { meaning: 'test', name: '张三', at: '2026-03-02T09:00:00.000Z' },
      review: { meaning: 'review', name: '欧阳志远', at: '2026-03-03T01:12:09.000Z' },
    },
    attachments: [
      { name: 'assay-20260302.pdf', hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    ],
    blank: false,
    frozenAt: '2026-03-03T01:12:09.000Z',
  };
}
