import type { JSX } from 'preact';
import { type LimitField, limitFields, limitKinds, openFields } from '../catalogue/index.ts';
import { lookUp } from '../messages/index.ts';
import { CheckField, DecimalField, SelectField, TextArea, TextField, type Ui } from '../ui/index.ts';
import { limitShown } from './edit-parameter.ts';
import { labelOf } from './facts.ts';
import type { Unfinished } from './rows.ts';

/** The kind of a limit and the fields of that kind; after another kind is chosen, saving brings its fields. */
export function LimitFields({ ui, name, holder }: { ui: Ui; name: string; holder: Unfinished }): JSX.Element {
  const { kind, texts } = limitShown(holder);
  const fields = limitKinds.find((one) => one === kind);
  return (
    <>
      <div class="edit-2">
        <SelectField
          ui={ui}
          name={`${name}.kind`}
          label={ui.t('editions.field.limit.kind')}
          value={kind}
          empty={ui.t('editions.kindFollows')}
          options={limitKinds.map((one) => ({ value: one, label: lookUp(ui.lang, `editions.kind.${one}`) }))}
        />
      </div>
      {(fields === undefined ? openFields : limitFields[fields]).map((field) => (
        <div key={field.name} class={widthOf(field)}>
          <OneField ui={ui} name={`${name}.${field.name}`} field={field} value={texts[field.name] ?? ''} />
        </div>
      ))}
    </>
  );
}

const widthOf = ({ as }: LimitField): string =>
  ['text', 'lines', 'bands'].includes(as) ? 'edit-4' : as === 'flag' ? 'edit-1' : 'edit-2';

function OneField({ ui, name, field, value }: { ui: Ui; name: string; field: LimitField; value: string }): JSX.Element {
  const label = labelOf(`limit.${field.name}`, ui.lang);
  const common = { ui, name, label, value };
  switch (field.as) {
    case 'decimal':
    case 'count':
      return <DecimalField {...common} />;
    case 'flag':
      return <CheckField ui={ui} name={name} label={label} checked={value === 'on'} />;
    case 'lines':
      return <TextArea {...common} rows={3} hint={ui.t('editions.onePerLine')} />;
    case 'bands':
      return <TextArea {...common} rows={3} hint={ui.t('editions.bandsHint')} />;
    case 'choice':
      return (
        <SelectField
          {...common}
          options={(field.options ?? []).map((one) => ({
            value: one,
            label: lookUp(ui.lang, `editions.limit.${one}`),
          }))}
        />
      );
    case 'text':
      return <TextField {...common} maxLength={400} />;
  }
}
