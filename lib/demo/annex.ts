import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CapabilityRow } from '../capability/index.ts';
import { basisText, type ProductClass } from '../catalogue/index.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';

/** What the demo institute is accredited for (lib/demo/annex.json): 274 parameters, of them 53 for cosmetics by a later project. */
export interface Annex {
  certificate: string;
  approvedOn: string;
  validTo: string;
  note: string;
  project: { class: ProductClass; name: string; object: string; approvedOn: string };
  parameters: Partial<Record<ProductClass, string[]>>;
}

export const readAnnex = (root: string): Annex =>
  JSON.parse(readFileSync(join(root, 'lib', 'demo', 'annex.json'), 'utf8')) as Annex;

/** Writes the capability annex of the demo institute; every line says that it is an example. @throws Refusal `catalogue.unknown` */
export async function loadAnnex(act: Act, annex: Annex): Promise<void> {
  const { catalogue } = act.app;
  const { certificate, note, project, validTo } = annex;
  const lines = Object.entries(annex.parameters).flatMap(([name, codes], place) =>
    codes.map((code, i): Omit<CapabilityRow, 'id' | 'version' | 'created_at'> => {
      const parameter = catalogue.parameter(code);
      const isNew = name === project.class;
      return {
        scheme: 'CMA',
        annex_no: `${place + 1}.${i + 1}`,
        parameter_code: code,
        object: isNew ? project.object : t('zh', `class.${parameter.class}`),
        item: parameter.name.zh,
        standards: basisText(parameter.basis),
        scope: null,
        note,
        certificate,
        approved_on: isNew ? project.approvedOn : annex.approvedOn,
        valid_to: validTo,
        site: t('zh', 'capability.mainSite'),
        state: 'held',
        project: isNew ? project.name : null,
      };
    }),
  );
  await act.insertAll<CapabilityRow>('capabilities', lines);
}
