import type { JSX } from 'preact';
import { DateField, DecimalField, FieldSet, SelectField, TextField, type Ui } from '../ui/index.ts';

const classes = ['drug', 'tcm', 'device', 'cosmetic'] as const;

/** What the bench is told of an internal sample: it looks like any commissioned batch. */
export function CoverFields({
  ui,
  productClass,
  dueOn,
}: {
  ui: Ui;
  productClass?: string;
  dueOn?: string;
}): JSX.Element {
  return (
    <div class="mt-4">
      <FieldSet legend={ui.t('internal.cover')} hint={ui.t('internal.coverHint')}>
        <SelectField
          ui={ui}
          name="productClass"
          label={ui.t('field.productClass')}
          value={productClass}
          required
          width="third"
          options={classes.map((own) => ({ value: own, label: ui.t(`class.${own}`) }))}
        />
        <TextField ui={ui} name="productName" label={ui.t('field.productName')} required width="third" />
        <TextField
          ui={ui}
          name="batchNo"
          label={ui.t('field.batchNo')}
          required
          width="third"
          hint={ui.t('internal.batchHint')}
        />
        <TextField ui={ui} name="spec" label={ui.t('field.spec')} width="third" />
        <TextField ui={ui} name="producer" label={ui.t('field.producer')} required width="third" />
        <TextField
          ui={ui}
          name="client"
          label={ui.t('field.client')}
          required
          width="third"
          hint={ui.t('internal.clientHint')}
        />
        <TextField
          ui={ui}
          name="receptionist"
          label={ui.t('field.receptionist')}
          width="third"
          hint={ui.t('internal.receiverHint')}
        />
        <DecimalField ui={ui} name="quantity" label={ui.t('internal.quantity')} required width="third" />
        <TextField ui={ui} name="unit" label={ui.t('field.unit')} required width="third" />
        <DateField
          ui={ui}
          name="dueOn"
          label={ui.t('field.dueOn')}
          value={dueOn}
          min={ui.today}
          required
          width="third"
        />
      </FieldSet>
    </div>
  );
}
