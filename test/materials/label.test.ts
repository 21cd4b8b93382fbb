import { expect } from 'chai';
import type { MaterialLabel } from '../../lib/materials/label.pdf.ts';
import { materialLabelPdf, materialLabelPng } from '../../lib/materials/label.pdf.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';

const label: MaterialLabel = {
  number: 'ML2026-00004',
  kind: '滴定液',
  name: '盐酸滴定液　0.1 mol/L',
  lines: ['F=1.002（25℃） 李检/吴验 2026-11-23标定', '配制人：尤试　配制日期：2026-11-20', '贮藏条件：室温，密塞'],
  validTo: '有效期至：2027-02-23',
};
const meta = { author: '示例市药品检验所', created: '2026-11-23T01:00:00.000Z', title: '标签' };
const size = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

describe('the label of a lot', () => {
  it('prints what a person looks for: name, F, who prepared it, until when', async () => {
    const [text = ''] = await pdfText(await materialLabelPdf(label, meta));
    for (const part of [
      'ML2026-00004',
      '滴定液',
      '盐酸滴定液',
      'F=1.002',
      '李检/吴验',
      '配制人：尤试',
      '有效期至：2027-02-23',
    ])
      expect(text).to.include(part);
  });

  it('is a picture of 60 × 40 mm at 300 dpi', async () => {
    expect(size(await materialLabelPng(label))).to.deep.equal([709, 472]);
  });

  it('sets a long name smaller and never cuts it', async () => {
    const name = '2-氨基-2-羟甲基-1,3-丙二醇盐酸盐缓冲贮备溶液（供高效液相色谱流动相用，临用前经0.22微米滤膜过滤）';
    const [text = ''] = await pdfText(await materialLabelPdf({ ...label, name }, meta));
    expect(text.replace(/\n/g, '')).to.include(name);
  });
});

eachEngine('pages and labels of the materials', (engine) => {
  let lab: Lab;
  let keeper: Client;
  const lots: Record<string, string> = {};
  const own = { unit: 'mL', amount: '500', receivedOn: '2026-11-20', expiry: '2028-06-30' };
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    keeper = await lab.as('material');
    for (const kind of ['reference', 'titrant', 'media', 'controlled', 'strain']) {
      const content = kind === 'reference' ? { content: '86.8', basis: 'anhydrous', loss: '11.2' } : {};
      const answer = await keeper.post('/materials', { kind, name: `示例${kind}`, ...own, ...content });
      lots[kind] = answer.json<{ id: string }>().id;
    }
  });
  after(() => lab?.close());

  it('draws every page and label, in either language, without a hole', async () => {
    const paths = [
      '/materials',
      '/materials?view=to-do',
      '/materials/new',
      '/materials/new?kind=strain',
      ...Object.values(lots).map((id) => `/materials/${id}`),
    ];
    for (const lang of ['en', 'zh']) {
      await keeper.post('/language', { lang });
      for (const path of paths) {
        const page = await keeper.page(path);
        expect(page.status, path).to.equal(200);
        expect(page.text.replace(/data-words="[^"]*"/, ''), path).not.to.match(
          /undefined|\[object Object\]|NaN|>\{\w+\}</,
        );
      }
    }
    for (const id of Object.values(lots)) {
      expect((await keeper.get(`/materials/${id}/label.pdf`)).bytes.toString('latin1', 0, 5)).to.equal('%PDF-');
      expect(size((await keeper.get(`/materials/${id}/label.png`)).bytes)).to.deep.equal([709, 472]);
    }
  });

  it('prints on the label why a lot may not be used, where its end would stand', async () => {
    const text = async (kind: string) =>
      (await pdfText((await keeper.get(`/materials/${lots[kind]}/label.pdf`)).bytes)).join();
    expect(await text('titrant')).to.include('待标定');
    expect(await text('media')).to.include('适用性未合格');
    expect(await text('reference'))
      .to.include('86.8 %（按无水物计）')
      .and.include('有效期至：2028-06-30');
  });

  it('shows a refused form again with its reasons and what was typed', async () => {
    const page = await keeper.form('/materials', {
      kind: 'reagent',
      name: '乙腈',
      unit: 'mL',
      amount: '500',
      receivedOn: '2026-11-20',
    });
    expect(page.status).to.equal(422);
    expect(page.text).to.include('这类物品须填写标示有效期').and.include('乙腈');
    const strain = await keeper.form('/materials', {
      kind: 'strain',
      name: '白色念珠菌',
      unit: '支',
      amount: '1',
      receivedOn: '2026-11-20',
      expiry: '2027-01-01',
      passage: '2',
    });
    expect(strain.status).to.equal(303);
  });
});
