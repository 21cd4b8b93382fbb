import type { ClockRow } from '../../lib/kernel/terms.ts';

type Given = Pick<ClockRow, 'entity' | 'entity_id' | 'rule' | 'started_on' | 'due_on'> & Partial<ClockRow>;

/** A clock as the database keeps one, for arranging: working days from one day to another. */
export const clockRow = (given: Given): Omit<ClockRow, 'id' | 'version' | 'created_at'> => ({
  basis: '示例依据',
  owner_role: 'reception',
  owner_org: null,
  product_class: 'drug',
  event: 'arranged',
  started_at: null,
  amount: 0,
  unit: 'working',
  kind: 'duty',
  due_at: null,
  provisional: 0,
  state: 'running',
  pauses: [],
  extensions: [],
  snapshot: {
    id: given.rule,
    productClasses: ['drug'],
    event: 'arranged',
    until: 'done',
    amount: 0,
    unit: 'working',
    ownerRole: 'reception',
    title: { zh: '示例时限', en: 'sample term' },
    basis: '示例依据',
    confidence: 'M3',
    validFrom: '2020-01-01',
    validTo: null,
  },
  done_at: null,
  done_on: null,
  ...given,
});
