import type { Knex } from 'knex';
import { capabilitiesOf } from '../capability/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { bareNumber, cites } from '../core/standard-number.ts';
import { list } from '../kernel/tables.ts';
import type { VerificationRow } from './rows.ts';

/** Everything that cites a standard and must be looked at when another takes its place. */
export interface Impact {
  parameters: { code: string; name: { zh: string; en: string }; clause: string | null }[];
  specifications: { code: string; product: { zh: string; en: string } }[];
  capabilities: { id: string; code: string; item: string; scheme: string; state: string }[];
  verifications: { id: string; number: string; code: string }[];
}

/** What cites `number`, by its definition (parameters, product standards) or its words (annex, verifications). */
export async function impactOf(db: Knex, catalogue: Catalogue, number: string): Promise<Impact> {
  const same = (standard: string) => bareNumber(standard) === bareNumber(number);
  const verifications = await list<VerificationRow>(db, 'verifications', {}, 'number');
  return {
    parameters: [...catalogue.parameters.values()].flatMap(({ code, name, basis }) => {
      const cited = basis.filter(({ standard }) => same(standard));
      return cited.length === 0
        ? []
        : [{ code, name, clause: [...new Set(cited.flatMap(({ clause }) => clause ?? []))].join(', ') || null }];
    }),
    specifications: [...catalogue.specifications.values()]
      .filter(({ standard, items }) => same(standard) || items.some(({ method }) => cites(method ?? '', number)))
      .map(({ code, product }) => ({ code, product })),
    capabilities: (await capabilitiesOf(db))
      .filter(({ standards, state }) => state !== 'cancelled' && cites(standards, number))
      .map(({ id, parameter_code, item, scheme, state }) => ({ id, code: parameter_code, item, scheme, state })),
    verifications: verifications
      .filter(({ standard, state }) => state !== 'dropped' && cites(standard, number))
      .map(({ id, number: own, parameter_code }) => ({ id, number: own, code: parameter_code })),
  };
}
