import type { JSX } from 'preact';
import { CheckField, DateField, DecimalField, FieldSet, SelectField, TextField, type Ui } from '../ui/index.ts';
import type { LaboratoryWay } from './rows.ts';
import type { PaperRule } from './rules.ts';

/** Who to speak to, and the postmark of an application that came by mail. */
export const ContactFields = ({ ui }: { ui: Ui }): JSX.Element => (
  <>
    <TextField ui={ui} name="address" label={ui.t('field.address')} maxLength={200} width="full" />
    <TextField ui={ui} name="contact" label={ui.t('reinspection.contact')} required maxLength={60} width="half" />
    <TextField ui={ui} name="phone" label={ui.t('field.phone')} type="tel" required maxLength={40} width="half" />
    <DateField
      ui={ui}
      name="postedOn"
      label={ui.t('field.postedOn')}
      hint={ui.t('reinspection.postedHint')}
      width="half"
    />
    <TextField ui={ui} name="postingProof" label={ui.t('field.postingProof')} maxLength={100} width="half" />
  </>
);

export const Papers = ({
  papers,
  there = [],
  ui,
}: {
  papers: readonly PaperRule[];
  there?: readonly string[];
  ui: Ui;
}): JSX.Element => (
  <FieldSet legend={ui.t('reinspection.papers')} hint={ui.t('reinspection.papersHint')}>
    {papers.map((paper) => (
      <CheckField
        key={paper.id}
        ui={ui}
        name="papers"
        value={paper.id}
        checked={there.includes(paper.id)}
        label={paper.required ? paper.title[ui.lang] : ui.t('reinspection.optional', { paper: paper.title[ui.lang] })}
        width="half"
      />
    ))}
  </FieldSet>
);

export function LaboratoryFields(props: {
  ways: readonly LaboratoryWay[];
  basis: string;
  ui: Ui;
  value?: { way: LaboratoryWay; name: string; drawnBy?: string; drawnOn?: string };
}): JSX.Element {
  const { ways, basis, ui, value } = props;
  const isDrawn = ways.includes('drawn');
  return (
    <FieldSet legend={ui.t('reinspection.laboratory')} hint={basis}>
      <SelectField
        ui={ui}
        name="laboratoryWay"
        label={ui.t('field.laboratoryWay')}
        value={value?.way ?? ways[0]}
        empty={false}
        options={ways.map((way) => ({ value: way, label: ui.t(`reinspection.way.${way}`) }))}
        width="half"
      />
      <TextField
        ui={ui}
        name="laboratoryName"
        label={ui.t('field.laboratoryName')}
        hint={ui.t('reinspection.laboratoryHint')}
        value={value?.name}
        maxLength={100}
        width="half"
      />
      {isDrawn ? (
        <>
          <TextField
            ui={ui}
            name="drawnBy"
            label={ui.t('field.drawnBy')}
            value={value?.drawnBy}
            maxLength={100}
            width="half"
          />
          <DateField ui={ui} name="drawnOn" label={ui.t('field.drawnOn')} value={value?.drawnOn} width="half" />
        </>
      ) : null}
    </FieldSet>
  );
}

export const FeeFields = ({
  ui,
  value = {},
}: {
  ui: Ui;
  value?: { amount?: string; paidOn?: string; receiptNo?: string };
}): JSX.Element => (
  <FieldSet legend={ui.t('reinspection.fee')} hint={ui.t('reinspection.feeHint')}>
    <DecimalField
      ui={ui}
      name="feeAmount"
      label={ui.t('field.feeAmount')}
      value={value.amount}
      unit="CNY"
      width="third"
    />
    <DateField ui={ui} name="feePaidOn" label={ui.t('field.feePaidOn')} value={value.paidOn} width="third" />
    <TextField
      ui={ui}
      name="feeReceiptNo"
      label={ui.t('field.feeReceiptNo')}
      value={value.receiptNo}
      maxLength={60}
      width="third"
    />
  </FieldSet>
);
