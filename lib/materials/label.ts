import { refuse } from '../core/refusal.ts';
import type { FileAnswer } from '../kernel/routes.ts';
import type { Query } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import type { MaterialLabel } from './label.pdf.ts';
import { endWord } from './parts.tsx';
import { type ShownMaterial, showMaterial } from './show.ts';
import { materialOf } from './store.ts';

/** The label of a lot for the printer. A reprint bears the same code and what holds on its day. */
export async function labelFile(query: Query, { id }: { id: string }): Promise<FileAnswer> {
  const shown = await showMaterial(query, id);
  const { materialLabelPdf } = await import('./label.pdf.ts');
  const author = (await readInstitute(query.db))?.name ?? '';
  const body = await materialLabelPdf(labelOf(shown), { author, created: query.now, title: t('zh', 'material.label') });
  return { body, type: 'application/pdf', name: `label-${shown.number}.pdf`, inline: true };
}

/** The same as a picture of 300 dpi. */
export async function labelPicture(query: Query, { id }: { id: string }): Promise<FileAnswer> {
  const shown = await showMaterial(query, id);
  const { materialLabelPng } = await import('./label.pdf.ts');
  const body = await materialLabelPng(labelOf(shown));
  return { body, type: 'image/png', name: `label-${shown.number}.png`, inline: true };
}

/** The certificate as it was kept. @throws Refusal `material.no-certificate` */
export async function certificateFile({ app, db }: Query, { id }: { id: string }): Promise<FileAnswer> {
  const { certificate, number } = await materialOf(db, id);
  const body = certificate && app.files.get(certificate.hash);
  if (!certificate || !body) return refuse('material.no-certificate', { lot: number }, undefined, 'missing');
  return { body, type: certificate.type, name: certificate.name, inline: true };
}

/** Papers and labels are in Chinese, whatever the language of the screen. */
function labelOf(lot: ShownMaterial): MaterialLabel {
  const line = (word: Parameters<typeof t>[1], value: string | null): string =>
    value === null ? '' : t('zh', 'paper.colon', { label: t('zh', word), value });
  const pair = (...parts: string[]): string => parts.filter(Boolean).join('\u3000');
  const basis = lot.basis && lookUp('zh', `material.basis.${lot.basis}`);
  const content = lot.content && t('zh', 'material.contentShown', { content: lot.content, basis: basis ?? '' });
  const blocked = reasonsOf(lot);
  return {
    number: lot.number,
    kind: t('zh', `material.kind.${lot.kind}`),
    name: pair(lot.name, lot.concentration ?? ''),
    lines: [
      pair(line('field.lotNo', lot.lotNo), line('field.passage', lot.passage === null ? null : String(lot.passage))),
      pair(line('field.content', content), factorLine(lot)),
      pair(
        line('material.madeBy', lot.madeBy),
        line(lot.made ? 'material.madeOn' : 'material.receivedOn', lot.receivedOn),
      ),
      pair(line('material.storage', lot.storage), line('field.openedOn', lot.openedOn)),
    ].filter(Boolean),
    validTo:
      blocked ??
      t('zh', 'paper.colon', {
        label: t('zh', 'material.end'),
        value: endWord({ t: (key) => t('zh', key) }, lot.kind, lot.end),
      }),
  };
}

/** F with its temperature, and who standardised: 初标 / 复标. */
function factorLine({ factor, standardisations }: ShownMaterial): string {
  if (factor === null) return '';
  const second = standardisations.findLast((one) => one.factor !== null);
  const first = standardisations.find((one) => one.round === second?.round && one.part === 'first' && one.accepted);
  return t('zh', 'material.factorLabel', {
    factor,
    temperature: second?.temperature ?? '',
    people: [first?.by, second?.by].filter(Boolean).join('/'),
    on: second?.on ?? '',
  });
}

/** A lot that may not be used says so where its end would stand. */
const reasonsOf = ({ standing }: ShownMaterial): string | null =>
  standing === 'ready' || standing === 'soon' || standing === 'used-up' || standing === 'closed'
    ? null
    : t('zh', `material.standing.${standing}`);
