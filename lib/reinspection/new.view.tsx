import type { JSX } from 'preact';
import {
  Card,
  CheckField,
  DataTable,
  DateField,
  Facts,
  FieldSet,
  FileField,
  Form,
  FormFoot,
  PageHead,
  SearchBar,
  SelectField,
  TextArea,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { ContactFields, FeeFields, LaboratoryFields, Papers } from './fields.view.tsx';
import { objectionKinds } from './rows.ts';
import type { NewForm } from './show.ts';

/** The case that an application or an objection is about is chosen first. */
function ChooseCase({ data, ui, path, title }: { data: NewForm; ui: Ui; path: string; title: string }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/reinspections">{ui.t('nav.reinspections')}</a>}
        title={title}
        note={ui.t('reinspection.chooseCase')}
      />
      <SearchBar ui={ui} action={path} q={data.q} label={ui.t('reinspection.searchCase')} />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.cases')}
          rows={data.cases}
          rowKey={(row) => row.id}
          href={(row) => `${path}?case=${row.id}`}
          empty={ui.t('reinspection.noCase')}
          columns={[
            { key: 'number', head: ui.t('reinspection.case'), cell: (row) => row.number },
            { key: 'product', head: ui.t('field.productName'), cell: (row) => row.product, wrap: true },
            { key: 'batch', head: ui.t('field.batchNo'), cell: (row) => row.batchNo },
            { key: 'producer', head: ui.t('field.producer'), cell: (row) => row.producer, wrap: true },
          ]}
        />
      </Card>
    </>
  );
}

function PartyField({ about, ui }: { about: NonNullable<NewForm['about']>; ui: Ui }): JSX.Element {
  const words = (one: (typeof about.parties)[number]) =>
    one.waived
      ? ui.t('reinspection.partyWaived', { name: one.name })
      : one.deliveredOn === null
        ? ui.t('reinspection.partyUnserved', { name: one.name })
        : ui.t('reinspection.partyServed', { name: one.name, on: one.deliveredOn, due: one.dueOn ?? '—' });
  return (
    <SelectField
      ui={ui}
      name="recipientId"
      label={ui.t('field.recipientId')}
      hint={ui.t('reinspection.partyHint')}
      options={about.parties.map((one) => ({
        value: one.id,
        label: `${ui.t(`reinspection.role.${one.role as 'producer'}`)} ${words(one)}`,
      }))}
      required
      width="full"
    />
  );
}

const AboutCase = ({ about, ui }: { about: NonNullable<NewForm['about']>; ui: Ui }): JSX.Element => (
  <Card title={ui.t('reinspection.about')}>
    <Facts
      facts={[
        { label: ui.t('reinspection.case'), value: <a href={`/cases/${about.id}`}>{about.number}</a> },
        { label: ui.t('field.productName'), value: `${about.product} ${about.batchNo}` },
        { label: ui.t('field.class'), value: ui.t(`class.${about.productClass}`) },
      ]}
    />
  </Card>
);

/** The 复验/复检申请表 (domain 2.12). */
export function NewView({ data, ui }: { data: NewForm; ui: Ui }): JSX.Element {
  const { about } = data;
  if (!about) return <ChooseCase data={data} ui={ui} path="/reinspections/new" title={ui.t('reinspection.new')} />;
  return (
    <>
      <PageHead
        over={<a href="/reinspections">{ui.t('nav.reinspections')}</a>}
        title={ui.t('reinspection.new')}
        note={ui.t('reinspection.newLead')}
      />
      <AboutCase about={about} ui={ui} />
      <Form ui={ui} action="/reinspections">
        <input type="hidden" name="caseId" value={about.id} />
        <FieldSet legend={ui.t('reinspection.applicant')}>
          <PartyField about={about} ui={ui} />
          <ContactFields ui={ui} />
        </FieldSet>
        <FieldSet legend={ui.t('field.items')} problem={ui.problem('items')} hint={ui.t('reinspection.itemsHint')}>
          {about.items.map((item) => (
            <CheckField
              key={item.id}
              ui={ui}
              name="items"
              value={item.id}
              label={`${item.name}：${item.result}（${item.requirement}）`}
              hint={item.forbidden === null ? undefined : ui.t('reinspection.itemForbidden', { basis: item.forbidden })}
              width="full"
            />
          ))}
          {about.items
            .filter((item) => item.forbidden !== null)
            .map((item) => (
              <p key={item.id} class="field field-full quiet">
                {ui.t('reinspection.itemForbidden', { item: item.name, basis: item.forbidden ?? '' })}
              </p>
            ))}
          <TextArea
            ui={ui}
            name="reason"
            label={ui.t('reinspection.reason')}
            required
            rows={3}
            maxLength={2000}
            width="full"
          />
        </FieldSet>
        <Papers papers={about.papers} ui={ui} />
        <LaboratoryFields ways={about.ways} basis={about.basis} ui={ui} />
        <FeeFields ui={ui} />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('reinspection.register')}</button>
        </FormFoot>
      </Form>
    </>
  );
}

/** 异议登记 (domain 2.13). */
export function NewObjectionView({ data, ui }: { data: NewForm; ui: Ui }): JSX.Element {
  const { about } = data;
  if (!about) return <ChooseCase data={data} ui={ui} path="/objections/new" title={ui.t('objection.new')} />;
  return (
    <>
      <PageHead
        over={<a href="/reinspections?tab=objections">{ui.t('nav.reinspections')}</a>}
        title={ui.t('objection.new')}
        note={ui.t('objection.lead')}
      />
      <AboutCase about={about} ui={ui} />
      <Form ui={ui} action="/objections" files>
        <input type="hidden" name="caseId" value={about.id} />
        <FieldSet legend={ui.t('objection.objector')}>
          <PartyField about={about} ui={ui} />
          <TextField ui={ui} name="contact" label={ui.t('reinspection.contact')} required maxLength={60} width="half" />
          <TextField ui={ui} name="phone" label={ui.t('field.phone')} type="tel" required maxLength={40} width="half" />
        </FieldSet>
        <FieldSet legend={ui.t('objection.content')}>
          <SelectField
            ui={ui}
            name="kind"
            label={ui.t('field.kind')}
            options={objectionKinds.map((kind) => ({ value: kind, label: ui.t(`objection.kind.${kind}`) }))}
            required
            width="half"
          />
          <FileField
            ui={ui}
            name="file"
            label={ui.t('objection.proof')}
            hint={ui.t('objection.proofHint')}
            accept=".pdf,.jpg,.jpeg,.png"
            width="half"
          />
          <DateField
            ui={ui}
            name="toldOn"
            label={ui.t('field.toldOn')}
            hint={ui.t('objection.toldHint')}
            width="half"
          />
          <SelectField
            ui={ui}
            name="toldBy"
            label={ui.t('field.toldBy')}
            options={(['sampling', 'report'] as const).map((one) => ({
              value: one,
              label: ui.t(`objection.toldBy.${one}`),
            }))}
            width="half"
          />
          <TextArea
            ui={ui}
            name="content"
            label={ui.t('objection.content')}
            required
            rows={4}
            maxLength={2000}
            width="full"
          />
        </FieldSet>
        <FormFoot>
          <button class="btn btn-primary">{ui.t('objection.register')}</button>
        </FormFoot>
      </Form>
    </>
  );
}
