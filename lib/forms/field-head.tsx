import type { JSX } from 'preact';
import type { Ui } from '../ui/context.ts';
import { SymbolView } from './formula-view.tsx';
import type { Condition, InputField, TestItem } from './types.ts';
import { unitOf } from './units.ts';

/** The label of a reading with its symbol and unit; a symbol that ends the label already is not said twice. */
export function FieldHead({
  field,
  item,
  ui,
}: {
  field: InputField;
  item: Pick<TestItem, 'unit' | 'constants'>;
  ui: Ui;
}): JSX.Element {
  const label = field['x-label'][ui.lang];
  const unit = unitOf(field, item);
  return (
    <>
      {label}
      {field['x-symbol'] && !label.endsWith(field['x-symbol']) && (
        <>
          {' '}
          <SymbolView symbol={field['x-symbol']} />
        </>
      )}
      {unit && <span class="unit"> / {unit}</span>}
      {field['x-optional'] && <small class="optional"> {ui.t('record.optional')}</small>}
    </>
  );
}

/** For the script of the bench: the field is needed only while this holds. */
export function whenText(when: Condition | undefined): string | undefined {
  return when === undefined ? undefined : [when].flat().join(' ');
}
