import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { rawRecordPdf } from '../../lib/testing/raw-record.pdf.ts';
import { codesOf, piecesOf, textOf } from '../pdf/read.ts';
import { formOf, record } from './record.samples.ts';

describe('raw record', () => {
  it('prints head, readings, grids, formulas with numbers put in, result and verdict', async () => {
    const text = (await textOf(await rawRecordPdf(record()))).join('');
    for (const shown of [
      '检验原始记录',
      'Y2026-00012',
      '对乙酰氨基酚片',
      '含对乙酰氨基酚（C₈H₉NO₂）应为标示量的95.0%～105.0%',
      'E-0012',
      '100018-202012',
      '1234.51236.11233.91235.21234.8',
      '供试品2150.41233.01234.6',
      '计算值',
      '99.9%',
      '符合规定',
      '修约值比较法（GB/T8170）',
      'W̄',
    ])
      expect(text).to.contain(shown);
  });

  it('DI-17: a changed value carries Δ and stands in the annex; an unchanged one does not', async () => {
    const text = (await textOf(await rawRecordPdf(record()))).join('');
    expect(text).to.contain('151.2Δ¹').and.to.contain('23.4℃Δ²').and.to.contain('供试品2150.41233.0');
    expect(text).to.contain('Δ¹供试品1取样量152.1151.2张三2026-03-0211:20:11+08:00抄录笔误，见天平打印条');
    expect((await textOf(await rawRecordPdf({ ...record(), changes: [] }))).join(''))
      .to.contain('本记录数据自首次录入后无修改。')
      .and.not.to.contain('Δ');
  });

  it('DI-11: analyst and reviewer with time and meaning', async () => {
    const text = (await textOf(await rawRecordPdf(record()))).join('');
    expect(text)
      .to.contain('检验人')
      .and.to.contain('张三签名时间：2026-03-0217:00:00+08:00签名含义：检验')
      .and.to.contain('欧阳志远签名时间：2026-03-0309:12:09+08:00签名含义：复核');
  });

  it('draws fractions over and under a bar', async () => {
    const pieces = (await piecesOf(await rawRecordPdf(record()))).flat();
    const sum = pieces.find(
      (piece) => piece.text.replaceAll(' ', '') === '1240.3+1241.1' || piece.text.startsWith('1240.3 +'),
    );
    expect(sum, 'numerator').to.not.equal(undefined);
    expect(
      pieces.some(
        (piece) =>
          piece.text === '2' &&
          piece.y < (sum?.y ?? 0) &&
          piece.x > (sum?.x ?? 0) &&
          piece.x < (sum?.x ?? 0) + (sum?.width ?? 0),
      ),
    ).to.equal(true);
  });

  it('names what is still missing', async () => {
    const full = record();
    const { purity: _, ...readings } = full.readings;
    expect((await textOf(await rawRecordPdf(record('assay-external-standard', readings)))).join('')).to.contain(
      '未完成项对照品含量',
    );
  });

  it('the blank form of every definition can be printed', async function () {
    this.timeout(60_000);
    const names = readdirSync(new URL('../../forms/record/', import.meta.url))
      .map((file) => file.replace('.json', ''))
      .filter((name) => name !== 'common');
    for (const name of names) {
      const pdf = await rawRecordPdf({
        ...record(),
        form: formOf(name),
        readings: {},
        outcome: undefined,
        blank: true,
        changes: [],
        signatures: {},
        attachments: [],
      });
      expect(pdf.subarray(0, 5).toString(), name).to.equal('%PDF-');
      if (name.startsWith('a'))
        expect((await textOf(pdf)).join(''), name)
          .to.contain('空白记录表')
          .and.to.contain('检验人')
          .and.not.to.contain('undefined');
    }
  });

  it('a blank form prints its formulas, boxes to tick in a grid, and three lines for instruments', async () => {
    const blank = async (name: string) =>
      (
        await textOf(
          await rawRecordPdf({
            ...record(),
            form: formOf(name),
            readings: {},
            outcome: undefined,
            blank: true,
            changes: [],
            signatures: {},
            attachments: [],
          }),
        )
      ).join('');
    expect(await blank('ash'))
      .to.contain('计算')
      .and.contain('平均值')
      .and.contain('仪器3');
    expect(await blank('endotoxin-gel-clot')).to.match(/反应管.*☐.*☐/);
    expect(await blank('sterility'))
      .to.contain('仪器2')
      .and.not.contain('仪器3');
  });

  it('a column of many readings stands in bands of ten at most, all of them once', async () => {
    const { units: _, ...rest } = record().readings;
    const values = Array.from({ length: 12 }, (_none, row) => `0.3${String(row + 10)}`);
    const text = (
      await textOf(
        await rawRecordPdf({
          ...record('weight-variation', { ...rest, units: values.map((mass) => ({ mass })) }),
          outcome: undefined,
          changes: [],
        }),
      )
    ).join('');
    expect(text).to.contain(`序号123456重量（g）${values.slice(0, 6).join('')}`);
    expect(text).to.contain(`序号789101112重量（g）${values.slice(6).join('')}`);
  });

  it('adds no unit to a result in words', async () => {
    const full = record();
    const said = async (text: string) =>
      (
        await textOf(
          await rawRecordPdf({
            ...full,
            ...(full.outcome && { outcome: { ...full.outcome, result: { exact: '', rounded: '', text } } }),
          }),
        )
      ).join('');
    expect(await said('符合规定'))
      .to.contain('报告结果符合规定')
      .and.not.contain('符合规定%');
    expect(await said('99.9')).to.contain('报告结果99.9%');
  });

  it('the sample number is read from the page, and the bytes are the same again', async () => {
    const pdf = await rawRecordPdf(record());
    expect(await codesOf(pdf)).to.deep.equal(['Y2026-00012']);
    expect(pdf.equals(await rawRecordPdf(record()))).to.equal(true);
  });
});
