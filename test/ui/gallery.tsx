import type { JSX } from 'preact';
import {
  Bench,
  Card,
  CheckField,
  type Column,
  Counts,
  DataTable,
  DateField,
  DecimalField,
  Due,
  Facts,
  FieldSet,
  Form,
  FormFoot,
  Moves,
  type NavEntry,
  Page,
  PageHead,
  SelectField,
  SignBlock,
  type StateName,
  StatePill,
  Steps,
  stateLooks,
  Tabs,
  TextArea,
  TextField,
  Timeline,
  type Ui,
} from '../../lib/ui/index.ts';

/** Every component with the long names that real samples have, for looking at and for the browser tests. */
const areas = [
  'samplings',
  'receipts',
  'samples',
  'tests',
  'reviews',
  'reports',
  'cases',
  'approvals',
  'tasks',
  'specifications',
  'parameters',
  'audit',
] as const;

export function nav(ui: Ui, active: string): NavEntry[] {
  const home = { href: '/', label: ui.t('nav.home'), active: active === 'home' };
  return [home, ...areas.map((area) => ({ href: `/${area}`, label: ui.t(`nav.${area}`), active: area === active }))];
}

interface SampleRow {
  number: string;
  product: string;
  producer: string;
  batch: string;
  state: StateName;
  days: number;
}

const products = [
  '复方甘草酸苷注射液（20ml:40mg）',
  '对乙酰氨基酚片',
  '注射用头孢曲松钠',
  '一次性使用医用橡胶检查手套',
  '六味地黄丸（浓缩丸）',
];
const states: StateName[] = [
  'assigned',
  'testing',
  'submitted',
  'reviewed',
  'issued',
  'returned',
  'suspended',
  'terminated',
];

export function sampleRows(count: number): SampleRow[] {
  return Array.from({ length: count }, (_, i) => ({
    number: `JZ-Y2026-${String(123 + i).padStart(5, '0')}`,
    product: products[i % products.length] ?? '',
    producer: i % 3 === 0 ? '某某市某某医药有限公司某某分公司' : '某某药业股份有限公司',
    batch: `2608${String(17 + i)}A-${i % 7}`,
    state: states[i % states.length] ?? 'testing',
    days: 9 - i * 3,
  }));
}

const due = (days: number) => (days < 0 ? 'late' : days <= 3 ? 'amber' : 'on-time');

export function SampleTable({ ui, count }: { ui: Ui; count: number }): JSX.Element {
  const columns: Column<SampleRow>[] = [
    { key: 'number', head: '检品编号', cell: (row) => row.number },
    { key: 'product', head: '品名', cell: (row) => row.product, wrap: true },
    { key: 'batch', head: '批号', cell: (row) => row.batch },
    { key: 'producer', head: '生产企业', cell: (row) => row.producer, wrap: true, deskOnly: true },
    {
      key: 'mean',
      head: '平均装量',
      unit: 'ml',
      cell: (row) => `20.${String(10 + (row.days % 7) * 3).replace('-', '')}`,
      numeric: true,
    },
    { key: 'state', head: '状态', cell: (row) => <StatePill ui={ui} state={row.state} /> },
    {
      key: 'due',
      head: '期限',
      cell: (row) => <Due ui={ui} date="2026-12-02" state={due(row.days)} days={row.days} provisional={row.days > 8} />,
    },
  ];
  return (
    <DataTable
      ui={ui}
      caption="检品"
      columns={columns}
      rows={sampleRows(count)}
      rowKey={(row) => row.number}
      href={(row) => `/samples/${row.number}`}
      tone={(row) => (row.days < 0 ? 'late' : row.days <= 3 ? 'amber' : undefined)}
      empty="还没有检品。收样后，检品会出现在这里。"
      emptyAct={{ href: '/receipts/new', label: '收样' }}
      next={count >= 200 ? '/samples?after=x' : undefined}
      total={count >= 200 ? 1874 : count}
    />
  );
}

export function ListPage({ ui, count }: { ui: Ui; count: number }): JSX.Element {
  return (
    <Page ui={ui} title="检品" nav={nav(ui, 'samples')} idleMinutes={15}>
      <PageHead title="检品">
        <a class="btn btn-primary" href="/receipts/new">
          收样
        </a>
      </PageHead>
      <Counts
        counts={[
          { label: '超期', value: 3, href: '/a', tone: 'late' },
          { label: '3 日内到期', value: 12, href: '/b', tone: 'amber' },
          { label: '检验中', value: 148, href: '/c' },
          { label: '退回', value: 2, href: '/d' },
        ]}
      />
      <SampleTable ui={ui} count={count} />
    </Page>
  );
}

export function ObjectPage({ ui }: { ui: Ui }): JSX.Element {
  return (
    <Page
      ui={ui}
      title="检品 JZ-Y2026-00123"
      nav={nav(ui, 'samples')}
      flash={{ tone: 'done', text: '检验记录已提交复核' }}
    >
      <PageHead
        over="检品 JZ-Y2026-00123"
        title="复方甘草酸苷注射液（20ml:40mg）"
        note={
          <>
            <StatePill ui={ui} state="testing" />
            <StatePill ui={ui} state="fails" />
            <Due ui={ui} date="2026-11-25" state="amber" days={3} />
            <span>批号 260817A-3</span>
          </>
        }
      >
        <Moves
          ui={ui}
          moves={[
            { move: 'submit', label: '提交复核', obstacles: [], action: '/x', version: 3, kind: 'primary' },
            {
              move: 'approve',
              label: '批准',
              obstacles: ['含量测定的检验员是您本人，不能批准；请科室的另一位负责人批准。'],
            },
            { move: 'return', label: '退回', obstacles: [], action: '/y', reason: true, kind: 'danger' },
          ]}
        />
      </PageHead>
      <Steps
        label="进度"
        steps={[
          { id: '1', label: '收样', state: 'done', note: '11-02' },
          { id: '2', label: '分配', state: 'done', note: '11-03' },
          { id: '3', label: '检验', state: 'now', note: '7/11' },
          { id: '4', label: '复核', state: 'todo' },
          { id: '5', label: '批准', state: 'todo' },
          { id: '6', label: '签发', state: 'todo' },
        ]}
      />
      <Tabs
        label="检品"
        tabs={[
          { href: '#', label: '概况', active: true },
          { href: '#2', label: '检验项目', active: false, count: 11 },
          { href: '#3', label: '样品与流转', active: false, count: 3 },
          { href: '#4', label: '文书', active: false },
          { href: '#5', label: '历史', active: false },
        ]}
      />
      <div class="two-columns">
        <div>
          <Card title="概况">
            <Facts
              facts={[
                { label: '生产企业', value: '某某市某某医药有限公司某某分公司', wide: true },
                { label: '规格', value: '20ml:40mg（以甘草酸苷计）' },
                { label: '批准文号', value: '国药准字H20260001' },
                { label: '抽样编号', value: <a href="/s">CY-2026-000871</a> },
                { label: '效期', value: '' },
              ]}
            />
          </Card>
          <Card title="状态一览">
            <div class="page-note">
              {(Object.keys(stateLooks) as StateName[]).map((state) => (
                <StatePill key={state} ui={ui} state={state} />
              ))}
            </div>
          </Card>
        </div>
        <Card title="历史">
          <Timeline
            ui={ui}
            entries={[
              {
                id: '1',
                at: '2026-11-20T06:12:00Z',
                title: '退回含量测定',
                by: '司马长庚',
                role: '复核员',
                reason: '对照品称样量与天平打印条不一致',
                tone: 'orange',
              },
              {
                id: '2',
                at: '2026-11-19T01:02:00Z',
                title: '提交复核',
                by: '欧阳静怡',
                role: '检验员',
                tone: 'violet',
              },
              { id: '3', at: '2026-11-02T08:45:00Z', title: '收样', by: '李明', role: '收样员', tone: 'teal' },
            ]}
          />
        </Card>
      </div>
    </Page>
  );
}

export function FormPage({ ui }: { ui: Ui }): JSX.Element {
  return (
    <Page ui={ui} title="抽样单" nav={nav(ui, 'samplings')}>
      <PageHead title="抽样单" over="CY-2026-000871" />
      <Form ui={ui} action="/samplings" version={2}>
        <FieldSet legend="被抽样单位" hint="扫描营业执照上的条码可带出单位信息。">
          <TextField
            ui={ui}
            name="unit_name"
            label="单位名称"
            value="某某市某某医药有限公司某某分公司"
            required
            width="full"
          />
          <TextField ui={ui} name="seal_no" label="封签号" required scan />
          <SelectField
            ui={ui}
            name="level"
            label="抽检级别"
            options={[
              { value: 'national', label: '国家抽检' },
              { value: 'provincial', label: '省级抽检' },
            ]}
          />
          <DateField ui={ui} name="sampled_on" label="抽样日期" value="2026-11-21" required />
          <DecimalField
            ui={ui}
            name="portions.0.qty"
            label="抽样数量"
            unit="盒"
            hint="检验量的 3 倍：检验、复验、留样各一份"
            required
          />
          <TextArea ui={ui} name="note" label="备注" width="full" />
          <CheckField ui={ui} name="cold" label="冷链运输，附温度记录" />
          <CheckField ui={ui} name="seen" label="被抽样单位代表在场" checked />
        </FieldSet>
        <SignBlock
          ui={ui}
          meaning="检验：数据真实、完整，由本人取得"
          records={[
            {
              id: '1',
              label: '含量测定（高效液相色谱法） JZ-Y2026-00123',
              hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
            },
          ]}
        />
        <FormFoot>
          <button class="btn btn-primary">{ui.t('act.save')}</button>
          <a class="btn" href="/samplings">
            {ui.t('act.cancel')}
          </a>
        </FormFoot>
      </Form>
    </Page>
  );
}

export function BenchPage({ ui, rows = 12 }: { ui: Ui; rows?: number }): JSX.Element {
  return (
    <Page ui={ui} title="含量测定" nav={nav(ui, 'tests')} wide idleMinutes={15}>
      <PageHead
        title="含量测定（高效液相色谱法）"
        over="JZ-Y2026-00123 复方甘草酸苷注射液（20ml:40mg）"
        note={<StatePill ui={ui} state="testing" />}
      />
      <Bench ui={ui} saveUrl="/tests/t1/readings" version={1}>
        <FieldSet legend="仪器">
          <TextField ui={ui} name="balance" label="天平编号" scan />
          <DecimalField ui={ui} name="room" label="室温" unit="℃" value="23.5" />
        </FieldSet>
        <div class="table-block">
          <div class="table-scroll">
            <table class="bench-grid">
              <thead>
                <tr>
                  <th scope="col">样品</th>
                  <th scope="col" class="numeric">
                    称样量<span class="head-unit">mg</span>
                  </th>
                  <th scope="col" class="numeric">
                    峰面积 1
                  </th>
                  <th scope="col" class="numeric">
                    峰面积 2
                  </th>
                  <th scope="col" class="numeric">
                    含量<span class="head-unit">%</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {Array.from({ length: rows }, (_, i) => (
                  <tr key={`row${i + 1}`}>
                    <th scope="row">供试品 {i + 1}</th>
                    {['mass', 'area1', 'area2'].map((column) => (
                      <td key={column} class="cell">
                        <input
                          name={`samples.${i}.${column}`}
                          inputMode="decimal"
                          aria-label={`${column} ${i + 1}`}
                          value={column === 'mass' && i < 3 ? '20.13' : ''}
                        />
                      </td>
                    ))}
                    <td class="computed numeric">{i === 1 ? <span class="outside">88.7</span> : '98.2'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
        <div id="outcome" class="panel">
          <div class="panel-body">结果 98.2%　规定 90.0%～110.0%</div>
        </div>
      </Bench>
    </Page>
  );
}
