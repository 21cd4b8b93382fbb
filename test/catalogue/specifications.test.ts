import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type Answers,
  answered,
  answerFaults,
  applicable,
  firstAnswers,
  itemsFor,
  loadCatalogue,
  type Specification,
  unfit,
} from '../../lib/catalogue/index.ts';
import { seriesFaults, specificationFaults } from '../../lib/catalogue/specification-checks.ts';
import { Refusal } from '../../lib/core/refusal.ts';
import { definitions } from '../forms/support.ts';

const root = join(import.meta.dirname, '..', '..');
const all = [...definitions().specifications.values()];
const spec = (code: string): Specification => definitions().specification(code);

/** Product specifications of the reference list. */
const products: Record<string, string[]> = {
  drug: [
    '阿莫西林胶囊',
    '对乙酰氨基酚片',
    '布洛芬缓释胶囊',
    '布洛芬片',
    '维生素C片',
    '盐酸二甲双胍片',
    '阿司匹林肠溶片',
    '阿司匹林片',
    '甲硝唑片',
    '头孢氨苄胶囊',
    '硫酸亚铁片',
    '葡萄糖注射液',
    '氯化钠注射液',
    '维生素B₁₂注射液',
  ],
  tcm: [
    '三七',
    '黄芪',
    '甘草',
    '当归',
    '丹参',
    '黄芩',
    '人参',
    '薏苡仁',
    '六味地黄丸',
    '复方丹参片',
    '板蓝根颗粒',
    '双黄连口服液',
    '藿香正气水',
  ],
  packaging: ['纯化水'],
  device: [
    '医用外科口罩',
    '一次性使用医用口罩',
    '一次性使用无菌注射器',
    '一次性使用输液器　重力输液式',
    '一次性使用医用橡胶检查手套',
    '天然胶乳橡胶避孕套',
    '医用一次性防护服',
  ],
  cosmetic: [
    '护肤膏霜（润肤膏霜）',
    '染发类化妆品',
    '祛斑美白类化妆品',
    '防晒类化妆品',
    '儿童化妆品（护肤、爽身粉）',
    '口红（唇膏）',
    '洗发液',
  ],
};

/** Every combination of answers, where many may apply once with all and once with each alone. */
function combinations({ questions = [] }: Specification): Answers[] {
  return questions.reduce<Answers[]>(
    (found, { id, many, options }) => {
      const values = options.map(({ value }) => value);
      const given = many ? [values, ...values.map((value) => [value])] : values;
      return found.flatMap((answers) => given.map((value) => ({ ...answers, [id]: value })));
    },
    [{}],
  );
}

/** Line of a specification for answers: its limit as printed, or null when it does not stand there. */
const line = (code: string, answers: Answers, name: string): string | null =>
  itemsFor(spec(code), answers).find((item) => item.name.zh === name)?.limitText ?? null;

describe('product specifications', () => {
  it('hold all 42 products of the reference list, each under its class', () => {
    expect(Object.values(products).flat()).to.have.length(42);
    for (const [productClass, names] of Object.entries(products)) {
      const found = definitions()
        .specificationsFor(productClass)
        .map(({ product }) => product.zh);
      expect(found, productClass).to.include.members(names);
    }
  });

  for (const specification of all) {
    describe(`${specification.code} ${specification.product.zh}`, () => {
      it('says of which edition it is, where it comes from and that it is not the whole standard', () => {
        expect(specification.complete).to.equal(false);
        expect(specification.series).to.match(/^[a-z0-9-]+$/);
        expect(specification.edition).to.match(/^\d{4}(年版)?$/);
        expect(specification.source).to.match(/^参数目录第6节/);
        if (specification.validFrom && specification.validTo)
          expect(specification.validFrom <= specification.validTo).to.equal(true);
      });

      it('judges every line by a kind of limit that its parameter allows, in wording of the trade', () => {
        for (const item of specification.items) {
          const parameter = definitions().parameter(item.parameter);
          const told = `${item.seq} ${item.name.zh} by ${item.limit.kind}`;
          if (parameter.limits) expect(parameter.limits, told).to.include(item.limit.kind);
          expect(item.limitText, told).to.not.match(/[,;?!]|<=|>=|\([^\dA-Z±-]/);
          expect(item.confidence, told).to.be.oneOf(['high', 'medium']);
        }
      });

      it('gives every constant that its record form needs', () => {
        for (const item of specification.items) {
          const parameter = definitions().parameter(item.parameter);
          const given = { ...parameter.constants, ...item.constants };
          const needed = (definitions().form(parameter.form)['x-constants'] ?? [])
            .filter((one) => !one.optional && one.default === undefined)
            .map(({ id }) => id);
          expect(Object.keys(given), `${item.seq} ${item.name.zh}`).to.include.members(needed);
        }
      });

      it('leaves one line of a name and a place, in order, whatever is answered; every line is reached', () => {
        const reached = new Set<unknown>();
        for (const answers of combinations(specification)) {
          const items = itemsFor(specification, answers);
          const told = JSON.stringify(answers);
          for (const item of items) reached.add(item);
          const places = items.map(({ seq }) => seq);
          expect(places, told).to.deep.equal([...new Set(places)].sort((a, b) => a - b));
          expect(new Set(items.map(({ name }) => name.zh)).size, told).to.equal(items.length);
          expect(items.length, told).to.be.greaterThan(0);
        }
        expect(reached.size).to.equal(specification.items.length);
      });
    });
  }
});

describe('lines of a specification by the answers', () => {
  const asked: [string, Answers, string, string | null][] = [
    ['ChP2025-SANQI', { part: 'root' }, '总灰分', '主根、筋条不得过4.5%'],
    ['ChP2025-SANQI', { part: 'rhizome' }, '总灰分', '剪口不得过5.5%'],
    ['ChP2025-GANCAO', { form: 'crude' }, '总灰分', '药材不得过7.0%'],
    ['ChP2025-GANCAO', { form: 'slices' }, '总灰分', '饮片不得过5.0%'],
    ['ChP2025-LIUWEI-DIHUANG-WAN', { pill: 'big-honeyed' }, '水分', '大蜜丸、小蜜丸不得过15.0%'],
    ['ChP2025-LIUWEI-DIHUANG-WAN', { pill: 'water-honeyed' }, '水分', '水蜜丸不得过12.0%'],
    ['ChP2025-LIUWEI-DIHUANG-WAN', { pill: 'watered' }, '水分', '水丸不得过9.0%'],
    ['ChP2025-LIUWEI-DIHUANG-WAN', { pill: 'big-honeyed' }, '溶散时限', null],
    ['ChP2025-LIUWEI-DIHUANG-WAN', { pill: 'watered' }, '溶散时限', '小蜜丸、水蜜丸和水丸应在1小时内全部溶散'],
    [
      'ChP2025-COMPOUND-DANSHEN-TABLETS',
      { coat: 'film-big', powder: 'yes' },
      '丹酚酸B',
      '薄膜衣大片每片含丹参以丹酚酸B计，不得少于15.0mg',
    ],
    [
      'ChP2025-COMPOUND-DANSHEN-TABLETS',
      { coat: 'sugar', powder: 'yes' },
      '微生物限度－需氧菌总数',
      '每1g供试品中需氧菌总数不得过10⁴cfu',
    ],
    ['ChP2025-COMPOUND-DANSHEN-TABLETS', { coat: 'sugar', powder: 'yes' }, '重量差异', null],
    ['QBT1857-2013-FACE-CREAM', { use: 'general', preservatives: ['none'] }, '菌落总数', '≤1000CFU/g'],
    [
      'QBT1857-2013-FACE-CREAM',
      { use: 'eye', preservatives: ['none'] },
      '菌落总数',
      '眼部化妆品、口唇化妆品和儿童化妆品：≤500CFU/g',
    ],
    ['QBT1857-2013-FACE-CREAM', { use: 'eye', preservatives: ['none'] }, '苯氧乙醇', null],
    [
      'QBT1857-2013-FACE-CREAM',
      { use: 'eye', preservatives: ['methylparaben', 'phenoxyethanol'] },
      '苯氧乙醇',
      '≤1.0%',
    ],
    ['STSC2015-SUNSCREEN', { use: 'general', filters: ['ocr', 'zno'] }, '氧化锌', '≤25%'],
    ['STSC2015-SUNSCREEN', { use: 'general', filters: ['ocr'] }, '氧化锌', null],
    ['STSC2015-SKIN-WHITENING', { use: 'child' }, '菌落总数', '眼部化妆品、口唇化妆品和儿童化妆品：≤500CFU/g'],
    ['GB15810-2019-STERILE-SYRINGE', { capacity: 'below-5' }, '刻度容量允差', null],
    ['ChP2025-PURIFIED-WATER', { carbon: 'oxidizable' }, '总有机碳', null],
  ];
  for (const [code, answers, name, limit] of asked) {
    it(`${code} ${JSON.stringify(answers)}: ${name} ${limit ?? '—'}`, () => {
      expect(line(code, answers, name)).to.equal(limit);
    });
  }

  it('bring the numbers of the strength that was answered', () => {
    const label = (strength: string) =>
      itemsFor(spec('ChP2025-PARACETAMOL-TABLETS'), { strength })
        .filter(({ constants = {} }) => 'L' in constants)
        .map(({ name, constants = {} }) => [name.zh, constants['L']]);
    expect(label('0.3g')).to.deep.equal([
      ['对氨基酚', '0.3'],
      ['溶出度', '300'],
      ['含量', '0.3'],
    ]);
    expect(label('0.5g').map(([, mass]) => mass)).to.deep.equal(['0.5', '500', '0.5']);
  });

  const refused: [string, string, Answers, string[]][] = [
    ['a question left open', 'ChP2025-SANQI', {}, ['plan.answer-missing']],
    ['a question answered by nothing', 'ChP2025-SANQI', { part: '' }, ['plan.answer-missing']],
    ['no tick where many may apply', 'STSC2015-SUNSCREEN', { use: 'lip', filters: [] }, ['plan.answer-missing']],
    ['every question left open', 'STSC2015-SUNSCREEN', {}, ['plan.answer-missing', 'plan.answer-missing']],
    ['an answer that is no option', 'ChP2025-SANQI', { part: 'leaf' }, ['plan.answer-unknown']],
    ['two answers where one holds', 'ChP2025-SANQI', { part: ['root', 'rhizome'] }, ['plan.answer-several']],
    ['an answer to what nobody asked', 'ChP2025-HUANGQI', { part: 'root' }, ['plan.answer-unasked']],
    [
      'a name that every object has',
      'ChP2025-SANQI',
      JSON.parse('{"part":"root","toString":"x"}') as Answers,
      ['plan.answer-unasked'],
    ],
  ];
  for (const [what, code, answers, ids] of refused) {
    it(`refuses ${what}: ${ids.join(', ')}`, () => {
      expect(answerFaults(spec(code), answers).map(({ id }) => id)).to.deep.equal(ids);
      expect(() => itemsFor(spec(code), answers)).to.throw(Refusal);
      expect(() => answered(spec(code), answers)).to.throw(Refusal);
    });
  }

  it('names question and options in the language of the reader', () => {
    const [zh] = answerFaults(spec('ChP2025-SANQI'), {});
    const [en] = answerFaults(spec('ChP2025-SANQI'), {}, 'en');
    expect(zh).to.deep.equal({
      id: 'plan.answer-missing',
      field: 'answers.part',
      params: { label: '部位', options: '主根、筋条 / 剪口' },
    });
    expect(en?.params).to.deep.equal({ label: 'Part', options: 'main root, branch root / rhizome' });
  });

  it('are kept in words, in the order of the questions and options', () => {
    const words = answered(spec('STSC2015-SUNSCREEN'), { use: 'eye', filters: ['zno', 'bp3'] });
    expect(words.map(({ label, answers }) => [label.zh, answers.map(({ zh }) => zh)])).to.deep.equal([
      ['标签标示的防晒剂', ['二苯酮-3', '氧化锌']],
      ['使用部位与人群', ['眼部']],
    ]);
    const first = firstAnswers(spec('STSC2015-SUNSCREEN'));
    expect(first).to.deep.equal({
      filters: ['bp3', 'ehmc', 'ocr', 'ehs', 'bmdbm', 'tio2', 'zno'],
      use: 'general',
    });
    expect(itemsFor(spec('STSC2015-SUNSCREEN'), first)).to.have.length(17);
  });
});

describe('which edition holds (domain 1.8)', () => {
  const goods = (productClass: string, producedOn: string | null, testedOn = '2026-11-23') => ({
    class: productClass,
    producedOn,
    testedOn,
  });
  const sanqi = (producedOn: string | null, testedOn?: string): string[] =>
    applicable(all, goods('tcm', producedOn, testedOn))
      .filter(({ series }) => series === 'sanqi')
      .map(({ code }) => code);
  const table: [string, string | null, string | undefined, string[]][] = [
    ['the day before the 2020 text', '2020-12-29', undefined, []],
    ['the first day of the 2020 text', '2020-12-30', undefined, ['ChP2020-SANQI']],
    ['the last day of the 2020 text, tested long after', '2025-09-30', '2027-05-04', ['ChP2020-SANQI']],
    ['the first day of the 2025 text', '2025-10-01', undefined, ['ChP2025-SANQI']],
    ['today’s goods', '2026-11-20', undefined, ['ChP2025-SANQI']],
    ['no known production date, tested under the 2020 text', null, '2025-09-30', ['ChP2020-SANQI']],
    ['no known production date, tested under the 2025 text', null, '2025-10-01', ['ChP2025-SANQI']],
  ];
  for (const [what, producedOn, testedOn, codes] of table) {
    it(`三七, ${what}: ${codes.join() || 'none'}`, () => {
      expect(sanqi(producedOn, testedOn)).to.deep.equal(codes);
    });
  }

  it('offers masks of before 2026-12-01 only, and gloves of before 2026-09-01', () => {
    const codes = (on: string) => applicable(all, goods('device', on)).map(({ code }) => code);
    expect(codes('2026-11-30')).to.include('YY0469-2011-SURGICAL-MASK');
    expect(codes('2026-12-01')).to.not.include('YY0469-2011-SURGICAL-MASK');
    expect(codes('2026-08-31')).to.include('GB10213-2006-EXAMINATION-GLOVES');
    expect(codes('2026-09-01')).to.not.include('GB10213-2006-EXAMINATION-GLOVES');
  });

  it('keeps classes apart and sorts by code', () => {
    const codes = applicable(all, goods('cosmetic', null)).map(({ code }) => code);
    expect(codes).to.deep.equal([...codes].sort());
    expect(codes).to.include('STSC2015-SUNSCREEN').and.not.include('ChP2025-SANQI');
  });

  it('binds a registration standard to its approval numbers and offers it first', () => {
    const own = { ...spec('ChP2025-HUANGQI'), code: 'YBZ-HUANGQI', registrations: ['国药准字Z00000001'] };
    const list = [spec('ChP2025-HUANGQI'), own];
    const codes = (registration?: string) =>
      applicable(list, { ...goods('tcm', '2026-01-05'), registration }).map(({ code }) => code);
    expect(codes('国药准字Z00000001')).to.deep.equal(['YBZ-HUANGQI', 'ChP2025-HUANGQI']);
    expect(codes('国药准字Z00000002')).to.deep.equal(['ChP2025-HUANGQI']);
    expect(codes()).to.deep.equal(['ChP2025-HUANGQI']);
    expect(unfit(own, goods('tcm', '2026-01-05'))?.id).to.equal('plan.registration');
  });
});

describe('faults of a specification', () => {
  const item = { group: '检查', parameter: 'T-CHK-ASH', limit: { kind: 'max', value: '5.0' } as const };
  const named = (seq: number, zh: string, when?: Record<string, string[]>) => ({
    ...item,
    seq,
    name: { zh, en: zh },
    limitText: '不得过5.0%',
    ...(when && { when }),
  });
  const part = {
    id: 'part',
    label: { zh: '部位', en: 'Part' },
    options: ['root', 'rhizome'].map((value) => ({ value, zh: value, en: value })),
  };
  const base: Specification = {
    ...spec('ChP2025-SANQI'),
    questions: [part],
    items: [named(1, '水分'), named(2, '总灰分', { part: ['root'] }), named(2, '总灰分', { part: ['rhizome'] })],
  };
  const [water, root_, rhizome] = base.items as [
    (typeof base.items)[0],
    (typeof base.items)[0],
    (typeof base.items)[0],
  ];
  const table: [string, Partial<Specification>, string[]][] = [
    ['none: two lines that exclude each other', {}, []],
    [
      'a question that is not asked',
      { items: [...base.items, named(3, '浸出物', { form: ['crude'] })] },
      ['item 3: there is no question form'],
    ],
    [
      'a line that no answer reaches',
      { items: [...base.items, named(3, '浸出物', { part: ['leaf'] })] },
      ['item 3: no answer to part is leaf: the item cannot be reached by it'],
    ],
    [
      'two lines of one name for the same answer',
      { items: [water, root_, named(3, '总灰分', { part: ['root', 'rhizome'] })] },
      ['items 2 and 3 (总灰分, 总灰分) can stand side by side'],
    ],
    [
      'a line without condition beside one of its name',
      { items: [water, root_, named(3, '总灰分')] },
      ['items 2 and 3 (总灰分, 总灰分) can stand side by side'],
    ],
    [
      'two lines at one place',
      { items: [water, root_, rhizome, named(1, '浸出物')] },
      ['items 1 and 1 (水分, 浸出物) can stand side by side'],
    ],
    [
      'lines of one name by a question that takes many answers',
      { questions: [{ ...part, many: true }] },
      ['items 2 and 2 (总灰分, 总灰分) can stand side by side'],
    ],
    ['a question that decides nothing', { items: [water] }, ['question part decides about no item']],
    ['a question asked twice', { questions: [part, part] }, ['question part is asked twice']],
    [
      'an option given twice',
      { questions: [{ ...part, options: [...part.options, ...part.options.slice(0, 1)] }] },
      ['question part: option root is given twice'],
    ],
    [
      'answers that leave nothing to test',
      { items: [root_, rhizome] },
      ['every item depends on an answer: some answers would leave no item'],
    ],
    [
      'a term that ends before it begins',
      { validFrom: '2025-10-01', validTo: '2025-09-30' },
      ['validTo 2025-09-30 is before validFrom 2025-10-01'],
    ],
  ];
  for (const [what, change, faults] of table) {
    it(what, () => {
      expect(specificationFaults({ ...base, ...change })).to.deep.equal(faults);
    });
  }

  it('two editions of one standard for the same days, unless a registration tells them apart', () => {
    const old = { ...base, code: 'OLD', validFrom: '2020-12-30', validTo: '2025-09-30' };
    const next = { ...base, code: 'NEW', validFrom: '2025-10-01' };
    expect(seriesFaults([old, next])).to.deep.equal([]);
    expect(seriesFaults([{ ...old, validTo: '2025-10-01' }, next])).to.deep.equal([
      'series sanqi: OLD and NEW hold on the same days',
    ]);
    expect(seriesFaults([{ ...old, validTo: '2025-10-01', registrations: ['YBZ0001'] }, next])).to.deep.equal([]);
    expect(seriesFaults([{ ...old, validTo: '2025-10-01', series: 'other' }, next])).to.deep.equal([]);
  });

  it('are told when the catalogue is loaded', () => {
    const copy = mkdtempSync(join(tmpdir(), 'lims-specifications-'));
    cpSync(join(root, 'forms'), join(copy, 'forms'), { recursive: true });
    mkdirSync(join(copy, 'parameters', 'specifications'), { recursive: true });
    for (const name of ['parameter.schema.json', 'specification.schema.json'])
      cpSync(join(root, 'parameters', name), join(copy, 'parameters', name));
    const write = (change: object) =>
      writeFileSync(
        join(copy, 'parameters', 'specifications', 'sanqi.json'),
        JSON.stringify({ ...base, questions: [part, part], ...change }),
      );
    const faults = (): string => {
      try {
        loadCatalogue(copy);
        return '';
      } catch (error) {
        if (error instanceof Refusal && Array.isArray(error.data)) return error.data.join('\n');
        throw error;
      }
    };
    write({});
    expect(faults()).to.contain('sanqi.json: question part is asked twice');
    write({ questions: [{ ...part, options: part.options.slice(0, 1) }] });
    expect(faults()).to.contain('sanqi.json/questions/0/options');
    write({ complete: 'no' });
    expect(faults()).to.contain('sanqi.json/complete');
    rmSync(copy, { recursive: true });
  });
});
