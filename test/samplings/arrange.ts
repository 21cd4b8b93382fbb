import type { Lab } from '../support/lab.ts';

type Fields = Record<string, string>;

const site: Fields = {
  samplingLink: 'retail',
  siteKind: 'pharmacy',
  samplingSite: '营业场所货架',
  sampledUnitKind: 'pharmacy',
  sampledUnitAddress: '示例市人民路8号',
  sampledUnitContact: '何店长',
  sampledUnitPhone: '0000-7654321',
  batchQuantity: '2000',
  batchQuantityUnit: '盒',
  damaged: 'no',
  sampledUnitSigner: '何店长',
  statementAgreed: 'yes',
};

/** The filled form of a tablet. */
export const tablet: Fields = {
  ...site,
  dosageForm: '片剂',
  approvalNo: '国药准字H20000001',
  standard: '《中国药典》2025年版二部',
  origin: 'domestic',
  drugKind: 'preparation',
  productionDate: '2026-01-05',
  expiryDate: '2028-12-31',
  storageCondition: '密封',
  samplePackage: 'box',
};

/** The filled form of a sunscreen. */
export const sunscreen: Fields = {
  ...site,
  siteKind: 'shop',
  sampledUnitKind: 'dealer',
  category: 'sunscreen',
  children: 'no',
  origin: 'domestic',
  registrationNo: '国妆特字G20240001',
  producerLicenceNo: '粤妆20170110',
  packing: 'prepacked',
  productionDate: '2026-01-05',
  shelfLife: '3年',
};

let serial = 0;

/** Seals and numbers that no other registration of this run has. */
export function unique(): { number: string; seals: [string, string, string] } {
  serial += 1;
  const n = String(serial).padStart(6, '0');
  return { number: `G462026${n}`, seals: [`FQ26${n}1`, `FQ26${n}2`, `FQ26${n}3`] };
}

/** Ids of the two samplers of the laboratory. */
export async function officersOf(lab: Lab): Promise<[string, string]> {
  return [(await lab.user('sampler')).id, (await lab.user('sampler2')).id];
}

/** A sampling of 30 boxes of a tablet in three parts, as the API takes it. */
export async function tabletSampling(lab: Lab, change: object = {}) {
  const { number, seals } = unique();
  return {
    class: 'drug',
    number,
    workKind: 'JD',
    level: 'municipal',
    productName: '对乙酰氨基酚片',
    batchNo: '20260105',
    spec: '0.5g',
    producer: '示例制药有限公司',
    sampledUnit: '示例市第一大药房',
    sampledOn: '2026-11-20',
    quantity: '30',
    unit: '盒',
    officers: await officersOf(lab),
    portions: [
      { role: 'test', qty: '10', sealNo: seals[0] },
      { role: 'check', qty: '10', sealNo: seals[1] },
      { role: 'retain', qty: '10', sealNo: seals[2] },
    ],
    fields: { ...tablet },
    ...change,
  };
}

export interface Registered {
  id: string;
  number: string;
  state: string;
  version: number;
  warnings: { id: string; field: string; text: string }[];
}

/** Registers a tablet sampling over the API; fails when it is refused. */
export async function registered(lab: Lab, change: object = {}): Promise<Registered> {
  const sampler = await lab.as('sampler');
  const answer = await sampler.post('/samplings', await tabletSampling(lab, change));
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json<Registered>();
}
