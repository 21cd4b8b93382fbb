import { expect } from 'chai';
import { render } from 'preact-render-to-string';
import { compile, plain, show } from '../../lib/core/formula.ts';
import { evaluateRecord, FormulaView, formulasOf, OutcomePanel, RecordInputs, unitOf } from '../../lib/forms/index.ts';
import { sampleUi } from '../ui/sample-ui.ts';
import { amoxicillin, form, header, item, records } from './support.ts';

describe('draw a record', () => {
  it('names each input by its dot path, labelled, with the number keys and its stored value', () => {
    const html = render(
      <RecordInputs
        form={form('assay-external-standard')}
        item={item(amoxicillin.item)}
        readings={{ common: header, ...amoxicillin.readings }}
        ui={sampleUi()}
      />,
    );
    expect(html).to.match(
      /<input id="f-readings-samples-0-m" name="readings.samples.0.m"[^>]*aria-label="供试品1 取样量[^"]*"[^>]*inputmode="decimal"[^>]*value="62.35"/,
    );
    expect(html).to.include('name="readings.common.instruments.0.validTo"').and.include('type="datetime-local"');
    expect(html).to.include('<span class="symbol">m<sub>s</sub></span>').and.include('第5针');
    expect(html).not.to.include('readings.m_s2');
  });

  it('shows what was typed and the problem at its field', () => {
    const readings = { ...amoxicillin.readings, D: '1,0' };
    const outcome = evaluateRecord(form('assay-external-standard'), item(amoxicillin.item), readings);
    const html = render(
      <RecordInputs
        form={form('assay-external-standard')}
        item={item(amoxicillin.item)}
        readings={readings}
        outcome={outcome}
        ui={sampleUi()}
      />,
    );
    expect(html).to.match(/name="readings.D"[^>]*aria-invalid="true"[^>]*aria-describedby="f-readings-D-problem"/);
    expect(html).to.include('id="f-readings-D-problem"');
  });

  it('heads a reading without a unit of its own with the unit of the result', () => {
    const head = (unit: string | null) =>
      render(
        <RecordInputs
          form={form('error-of-indication')}
          item={item({ unit, constants: { n: '2' } })}
          readings={{}}
          ui={sampleUi()}
        />,
      );
    expect(head('mmHg')).to.match(/示值.{0,60}<span class="unit"> \/ mmHg<\/span>/);
    expect(head(null)).not.to.include('mmHg');
    const reading = { 'x-unit': '', 'x-unit-when': '!k' };
    expect(unitOf(reading, { unit: 'Pa', constants: {} })).to.equal('Pa');
    expect(unitOf(reading, { unit: '次/h', constants: { k: '0.0185' } })).to.equal('');
  });

  it('tells the formulas that an item can come to: those that its constants rule out are left out', () => {
    const formulas = (constants: Record<string, string>) =>
      formulasOf(form('burst-aql'), item({ constants })).map(({ symbol, formula }) => `${symbol}=${plain(formula)}`);
    expect(formulas({ V_min: '16.0', sample_size: '5', Ac: '0' }))
      .to.include('d=d_V')
      .and.include('V̄=mean(V)')
      .and.not.include('P̄=mean(P)');
  });

  it('offers choices as selects and keeps fields that a choice may call for', () => {
    const html = render(
      <RecordInputs
        form={form('icpms-element')}
        item={item()}
        readings={{ detected: 'no' }}
        ui={sampleUi({ lang: 'en' })}
      />,
    );
    expect(html).to.match(/<select[^>]*name="readings.detected"[^>]*>.*<option value="no" selected>not detected/);
    expect(html).to.match(/record-unneeded" data-when="detected=yes"/);
  });

  it('starts a checklist with the features of the standard', () => {
    const html = render(
      <RecordInputs
        form={form('microscopic-identification')}
        item={item({ constants: { features: '淀粉粒；导管' } })}
        readings={{}}
        ui={sampleUi()}
      />,
    );
    expect(html).to.match(/name="readings.features.1.feature"[^>]*value="导管"/);
  });

  it('draws formulas with fraction lines and subscripts, and says them in one line', () => {
    const html = render(<FormulaView node={show(compile('(m_1+m-m_2)/m*100'))} />);
    expect(html)
      .to.include('class="fraction-top"')
      .and.include('m<sub>1</sub>')
      .and.match(/aria-label="[^"]*\/ m × 100"/);
  });

  it('shows steps, gates, the printed result and the verdict as shape and word', () => {
    const subject = item(amoxicillin.item);
    const outcome = evaluateRecord(form('assay-external-standard'), subject, {
      common: header,
      ...amoxicillin.readings,
    });
    const html = render(<OutcomePanel outcome={outcome} item={subject} ui={sampleUi()} />);
    expect(html)
      .to.include('98.2%')
      .and.match(/<svg class="shape".*? 符合规定/)
      .and.match(/gate-met"><svg class="shape".*? 对照品峰面积RSD/)
      .and.include('90.0%～110.0%');
    const waiting = evaluateRecord(form('assay-external-standard'), subject, {});
    expect(render(<OutcomePanel outcome={waiting} item={subject} ui={sampleUi()} />))
      .to.match(/尚缺 \d+ 项/)
      .and.include('读数齐全后显示结果');
  });

  it('every form can be drawn empty in both languages without an undefined word', () => {
    for (const one of records().forms.values()) {
      for (const lang of ['zh', 'en'] as const) {
        const subject = item();
        const html = render(
          <>
            <RecordInputs form={one} item={subject} readings={{}} ui={sampleUi({ lang })} />
            <OutcomePanel outcome={evaluateRecord(one, subject, {})} item={subject} ui={sampleUi({ lang })} />
          </>,
        );
        expect(html, one.$id).not.to.match(/undefined|refusal\.|record\.[a-z]+</);
      }
    }
  });
});
