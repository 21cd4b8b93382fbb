import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Pill, SelectField, TextField, type Ui } from '../ui/index.ts';
import type { Shown } from './organisations.shown.ts';
import { organisationKinds, organisationLevels } from './organisations.ts';

export const Standing = ({ ui, active }: { ui: Ui; active: boolean }): JSX.Element =>
  active ? (
    <Pill tone="green" shape="✔" word={ui.t('people.active')} />
  ) : (
    <Pill tone="grey" shape="✕" word={ui.t('people.disabled')} />
  );

export function Fields({ ui, given }: { ui: Ui; given?: Shown }): JSX.Element {
  const choices = (area: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: lookUp(ui.lang, `organisation.${area}.${value}`) }));
  return (
    <div class="fields-grid">
      <TextField
        ui={ui}
        name="name"
        label={ui.t('field.organisation')}
        value={given?.name}
        width="half"
        required
        maxLength={100}
      />
      <SelectField
        ui={ui}
        name="organisationKind"
        label={ui.t('field.organisationKind')}
        value={given?.kind}
        width="half"
        required
        options={choices('kind', organisationKinds)}
      />
      <SelectField
        ui={ui}
        name="organisationLevel"
        label={ui.t('field.organisationLevel')}
        value={given?.level ?? 'county'}
        width="half"
        empty={false}
        options={choices('level', organisationLevels)}
      />
      <TextField
        ui={ui}
        name="region"
        label={ui.t('field.region')}
        value={given?.region}
        width="half"
        required
        maxLength={60}
        hint={ui.t('organisation.regionNote')}
      />
      <TextField
        ui={ui}
        name="regionCode"
        label={ui.t('field.regionCode')}
        value={given?.regionCode ?? ''}
        width="half"
        maxLength={6}
        hint={ui.t('organisation.codeNote')}
      />
      <TextField
        ui={ui}
        name="contact"
        label={ui.t('field.contact')}
        value={given?.contact ?? ''}
        width="half"
        maxLength={200}
      />
    </div>
  );
}
