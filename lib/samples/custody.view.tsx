import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { asked, listHref, SearchLine } from '../samplings/index.ts';
import {
  Card,
  CheckField,
  DataTable,
  Form,
  FormFoot,
  PageHead,
  Pill,
  SelectField,
  Tabs,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { disposalWays } from './custody-disposal.ts';
import { type CustodyLine, type CustodyList, type CustodyTab, custodyTabs } from './custody-show.ts';
import type { Hold } from './holds.ts';

/** What holds a sample, in a word. */
export const HoldPill = ({ ui, kind }: { ui: Ui; kind: Hold['kind'] }): JSX.Element => (
  <Pill tone="orange" shape="‖" word={ui.t(`custody.hold.${kind}`)} />
);

/** A place by its word; the room, rack and box behind it stay as they were written. */
export function placeText(ui: Ui, place: string): string {
  const [first = '', ...rest] = place.split(' ');
  const key = `place.${first}`;
  const word = lookUp(ui.lang, key);
  return [word === key ? first : word, ...rest].join(' ');
}

/** 留样: the sealed portions by where they stand. */
export function CustodyView({ data, ui }: { data: CustodyList; ui: Ui }): JSX.Element {
  const q = asked(ui).get('q') ?? undefined;
  const href = (tab: CustodyTab, after?: string) => listHref('/custody', { tab, q, after });
  const acts = actsOf(data.tab, ui);
  const table = (
    <DataTable<CustodyLine>
      ui={ui}
      caption={ui.t('custody.title')}
      rows={data.rows}
      rowKey={(row) => row.id}
      href={(row) => `/custody/${row.id}`}
      empty={ui.t(q ? 'custody.none-found' : `custody.none.${data.tab}`)}
      next={data.next === null ? undefined : href(data.tab, data.next)}
      tone={(row) => (data.tab === 'retained' && row.dueOn !== null && row.dueOn < data.today ? 'amber' : undefined)}
      columns={[
        { key: 'seal', head: ui.t('custody.seal'), cell: (row) => row.sealNo },
        { key: 'sample', head: ui.t('samples.number'), cell: (row) => row.sampleNo },
        { key: 'product', head: ui.t('field.productName'), cell: (row) => `${row.product} ${row.batchNo}`, wrap: true },
        { key: 'role', head: ui.t('custody.role'), cell: (row) => ui.t(`portion.${row.role}`) },
        { key: 'qty', head: ui.t('custody.amount'), cell: (row) => row.qty, deskOnly: true },
        {
          key: 'place',
          head: ui.t('custody.place'),
          cell: (row) => [placeText(ui, row.place), row.spot].filter(Boolean).join(' · '),
          wrap: true,
        },
        { key: 'due', head: ui.t('custody.due'), cell: (row) => row.dueOn ?? ui.t('custody.no-due') },
        {
          key: 'holds',
          head: ui.t('custody.holds'),
          cell: (row) =>
            row.holds.length === 0 ? (
              ui.t('custody.free')
            ) : (
              <span class="d-flex flex-wrap gap-1">
                {row.holds.map((kind) => (
                  <HoldPill key={kind} ui={ui} kind={kind} />
                ))}
              </span>
            ),
          wrap: true,
        },
        ...(acts
          ? [
              {
                key: 'choose',
                head: ui.t('custody.choose'),
                cell: (row: CustodyLine) => (
                  <CheckField ui={ui} name="portions" value={row.id} label={ui.t('custody.choose')} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
  return (
    <>
      <PageHead title={ui.t('custody.title')} note={ui.t('custody.lead')} />
      <Tabs
        label={ui.t('field.state')}
        tabs={custodyTabs.map((tab) => ({
          href: href(tab),
          label: ui.t(`custody.tab.${tab}`),
          active: tab === data.tab,
        }))}
      />
      <SearchLine ui={ui} path="/custody" q={q} hidden={{ tab: data.tab }} label={ui.t('custody.search')} />
      {acts && data.rows.length > 0 ? (
        <Form ui={ui} action={acts.action} draft="off">
          <Card flush>{table}</Card>
          {acts.fields}
        </Form>
      ) : (
        <Card flush>{table}</Card>
      )}
    </>
  );
}

/** What may be done with the chosen portions of a tab: propose, approve, carry out. */
function actsOf(tab: CustodyTab, ui: Ui): { action: string; fields: JSX.Element } | null {
  if (!ui.may('custody.dispose')) return null;
  if (tab === 'due')
    return {
      action: '/custody/disposals',
      fields: (
        <Card title={ui.t('custody.propose')}>
          <div class="fields-grid">
            <SelectField
              ui={ui}
              name="way"
              label={ui.t('field.way')}
              options={disposalWays.map((way) => ({ value: way, label: ui.t(`custody.way.${way}`) }))}
              required
              width="half"
            />
            <TextField ui={ui} name="reason" label={ui.t('field.reason')} maxLength={500} required width="half" />
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('custody.proposeAct')}</button>
          </FormFoot>
        </Card>
      ),
    };
  if (tab === 'proposed')
    return {
      action: '/custody/decisions',
      fields: (
        <Card title={ui.t('custody.decide')}>
          <TextField ui={ui} name="reason" label={ui.t('custody.opinion')} maxLength={500} width="half" />
          <FormFoot>
            <button class="btn" name="decision" value="withdraw">
              {ui.t('custody.withdraw')}
            </button>
            <button class="btn btn-primary" name="decision" value="approve">
              {ui.t('custody.approve')}
            </button>
          </FormFoot>
        </Card>
      ),
    };
  return tab === 'approved'
    ? {
        action: '/custody/destructions',
        fields: (
          <Card title={ui.t('custody.carryOut')}>
            <p class="quiet">{ui.t('custody.two')}</p>
            <FormFoot>
              <button class="btn btn-primary">{ui.t('custody.carryOutAct')}</button>
            </FormFoot>
          </Card>
        ),
      }
    : null;
}
