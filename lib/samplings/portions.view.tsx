import type { JSX } from 'preact';
import { DecimalField, FieldSet, SelectField, TextField, type Ui } from '../ui/index.ts';
import { type ProductClass, portionRoles } from './rows.ts';

/** A printed number or a seal, as schema.ts asks for it, in the words of the HTML attribute. */
export const CODE = '[0-9A-Z][0-9A-Z\\-]{3,39}';

/** Rows offered on the form; an empty one is left out. */
const ROWS = 6;

/** ChP 0211: three parts; plans for devices and cosmetics mostly ask for two, 检验 and 备样 (domain 1.4). */
const usual = {
  drug: portionRoles,
  tcm: portionRoles,
  device: ['test', 'check'],
  cosmetic: ['test', 'check'],
} as const;

/** The sampled quantity and the sealed portions that make it up. */
export function Portions({ ui, productClass }: { ui: Ui; productClass: ProductClass }): JSX.Element {
  const rows = Array.from({ length: ROWS }, (_, i) => i);
  const shown = rows.filter((i) => i < 3 || isTyped(ui, `portions.${i}`));
  const line = (i: number) => <PortionLine key={i} ui={ui} i={i} role={usual[productClass][i]} />;
  return (
    <FieldSet legend={ui.t('samplings.group.portions')} hint={ui.t('samplings.portions-hint')}>
      <DecimalField ui={ui} name="quantity" label={ui.t('field.quantity')} required width="half" />
      <TextField
        ui={ui}
        name="unit"
        label={ui.t('field.unit')}
        hint={ui.t('samplings.unit-of-quantity')}
        required
        maxLength={16}
        width="half"
      />
      {shown.map(line)}
      <details class="field field-full">
        <summary class="link-button">{ui.t('samplings.more-portions')}</summary>
        <div class="fields-grid">{rows.filter((i) => !shown.includes(i)).map(line)}</div>
      </details>
      <p class="sum-line field-full" role="status" data-sum />
    </FieldSet>
  );
}

function PortionLine({ ui, i, role }: { ui: Ui; i: number; role: string | undefined }): JSX.Element {
  const options = portionRoles.map((value) => ({ value, label: ui.t(`portion.${value}`) }));
  const label = ui.t('samplings.portion-n', { n: i + 1 });
  return (
    <div
      class="field field-full portion fields-grid"
      role="group"
      aria-label={label}
      data-together
      data-unit-from="unit"
    >
      <SelectField
        ui={ui}
        name={`portions.${i}.role`}
        label={label}
        value={role}
        options={options}
        empty={ui.t('samplings.no-portion')}
        width="third"
      />
      <DecimalField ui={ui} name={`portions.${i}.qty`} label={ui.t('field.qty')} width="third" />
      <TextField
        ui={ui}
        name={`portions.${i}.sealNo`}
        label={ui.t('field.sealNo')}
        scan
        pattern={CODE}
        capitals
        maxLength={40}
        width="third"
      />
    </div>
  );
}

const isTyped = (ui: Ui, row: string): boolean => ['qty', 'sealNo'].some((name) => ui.value(`${row}.${name}`) !== '');
