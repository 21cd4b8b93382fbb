import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DataTable,
  DateField,
  Form,
  FormFoot,
  PageHead,
  Pill,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ProficiencyTabs } from './frame.view.tsx';
import type { ProviderRow } from './rows.ts';

/** 能力验证提供者. */
export function ProvidersView({
  data: { providers, edit, today },
  ui,
}: {
  data: { providers: ProviderRow[]; edit: ProviderRow | null; today: string };
  ui: Ui;
}): JSX.Element {
  const may = ui.may('proficiency.write');
  return (
    <>
      <PageHead title={ui.t('proficiency.providers')} note={ui.t('proficiency.providersLead')} />
      <ProficiencyTabs ui={ui} at="/proficiency/providers" />
      <Card flush>
        <DataTable<ProviderRow>
          ui={ui}
          caption={ui.t('proficiency.providers')}
          rows={providers}
          rowKey={({ id }) => id}
          href={({ id }) => (may ? `/proficiency/providers?edit=${id}#edit` : undefined)}
          empty={ui.t('proficiency.noProviders')}
          columns={[
            { key: 'name', head: ui.t('field.name'), cell: (row) => row.name, wrap: true },
            { key: 'accreditation', head: ui.t('field.accreditationNo'), cell: (row) => row.accreditation_no ?? '—' },
            {
              key: 'to',
              head: ui.t('field.accreditedTo'),
              cell: (row) => (
                <>
                  {row.valid_to ?? '—'}{' '}
                  {row.valid_to !== null && row.valid_to < today ? (
                    <Pill tone="orange" shape="!" word={ui.t('proficiency.accreditationOver')} />
                  ) : null}
                </>
              ),
            },
            { key: 'contact', head: ui.t('field.contact'), cell: (row) => row.contact ?? '—', wrap: true },
            { key: 'note', head: ui.t('field.note'), cell: (row) => row.note ?? '—', wrap: true, deskOnly: true },
            {
              key: 'use',
              head: ui.t('field.state'),
              cell: (row) => ui.t(row.active === 1 ? 'proficiency.inUse' : 'proficiency.notInUse'),
            },
          ]}
        />
      </Card>
      {may ? <Edit edit={edit} ui={ui} /> : null}
    </>
  );
}

function Edit({ edit, ui }: { edit: ProviderRow | null; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t(edit ? 'proficiency.changeProvider' : 'proficiency.addProvider')} id="edit">
      <Form
        ui={ui}
        action={edit ? `/proficiency/providers/${edit.id}` : '/proficiency/providers'}
        version={edit?.version}
        draft="off"
      >
        <div class="fields-grid">
          <TextField ui={ui} name="name" label={ui.t('field.name')} value={edit?.name} required width="full" />
          <TextField
            ui={ui}
            name="accreditationNo"
            label={ui.t('field.accreditationNo')}
            hint={ui.t('proficiency.accreditationHint')}
            value={edit?.accreditation_no ?? ''}
          />
          <DateField ui={ui} name="accreditedTo" label={ui.t('field.accreditedTo')} value={edit?.valid_to ?? ''} />
          <TextField ui={ui} name="contact" label={ui.t('field.contact')} value={edit?.contact ?? ''} />
          <TextArea ui={ui} name="note" label={ui.t('field.note')} value={edit?.note ?? ''} rows={2} width="full" />
          {edit ? (
            <CheckField ui={ui} name="inUse" label={ui.t('proficiency.inUse')} checked={edit.active === 1} />
          ) : null}
        </div>
        <FormFoot>
          <button class="btn btn-primary">{ui.t(edit ? 'proficiency.saveLine' : 'proficiency.addProvider')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}
