import { refuse } from '../core/refusal.ts';
import { typedWeight } from '../core/weight-text.ts';
import { type FormDefinition, type TestItem, unitOf } from '../forms/index.ts';
import { fieldAt } from './reading-text.ts';

/**
 * What a balance types into a cell like a keyboard (`N    12.3456 g`) becomes the figure in the unit of the cell, every digit kept; what is
 * no weight with a unit stays as it was typed. @throws Refusal `instrument-file.weight-unit` naming both units
 */
export const asWeighed = (form: FormDefinition, item: TestItem, patch: [string[], string][]): [string[], string][] =>
  patch.map(([keys, text]) => {
    const field = fieldAt(form, keys.join('.'));
    if (field?.['x-quantity'] !== 'mass') return [keys, text];
    const unit = field['x-quantity-unit'] ?? unitOf(field, item);
    const has = /\p{L}+\s*$/u.exec(text)?.[0].trim() ?? '';
    return [
      keys,
      typedWeight(text, unit) ?? refuse('instrument-file.weight-unit', { has, wanted: unit || '—' }, keys.join('.')),
    ];
  });
