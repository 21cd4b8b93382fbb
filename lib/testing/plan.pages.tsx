import type { JSX } from 'preact';
import type { Specification } from '../catalogue/index.ts';
import type { Reason } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, date, id, integer, list, nullable, object, text } from '../kernel/shapes.ts';
import { reasonText } from '../messages/index.ts';
import { Card, DataTable, Form, FormFoot, Pill, type Ui } from '../ui/index.ts';
import { type BatchAnswer, batchAnswer, batchSchema, type TestAnswer, testAnswer, testsSchema } from './answers.ts';
import { BatchHead } from './batch.view.tsx';
import { decidingDate, plan, refuseOldBatch, unfit } from './plan.ts';
import { batchOf, originsOf } from './store.ts';

interface Choice {
  code: string;
  product: Specification['product'];
  standard: string;
  validFrom: string | null;
  validTo: string | null;
  items: number;
  why: Reason | null;
  /** The product of the standard bears the name of the batch. */
  suggested: boolean;
}

interface Plan {
  version: number;
  sample: BatchAnswer;
  producedOn: string | null;
  on: string;
  choices: Choice[];
  chosen: Specification | null;
}

export const planPage = page<{ id: string; specification?: string }, Plan>({
  name: 'sample.plan-page',
  path: '/samples/:id/plan',
  needs: 'task.plan',
  input: object({ id, specification: text(100) }, ['id']),
  answer: object(
    {
      version: integer,
      sample: batchSchema,
      producedOn: nullable(date),
      on: date,
      choices: list(anyObject, 5000),
      chosen: { type: ['object', 'null'] },
    },
    ['version', 'sample', 'producedOn', 'on', 'choices', 'chosen'],
  ),
  load: async ({ app, db, today }, input) => {
    const batch = await batchOf(db, input.id);
    const { producedOn } = await originsOf(db, batch.sampling_id);
    const on = decidingDate(producedOn, today);
    const choices = app.catalogue
      .specificationsFor(batch.product_class)
      .map((specification) => choiceOf(specification, batch.product_class, batch.product_name, on))
      .sort((a, b) => rank(a) - rank(b));
    const code = input.specification ?? choices.find((choice) => choice.suggested && !choice.why)?.code;
    const chosen = code === undefined ? null : (app.catalogue.specifications.get(code) ?? null);
    return { version: batch.version, sample: batchAnswer(app, today, batch), producedOn, on, choices, chosen };
  },
  title: ({ sample }, ui) => `${ui.t('testing.plan')} ${sample.number}`,
  view: (data, ui) => <PlanView data={data} ui={ui} />,
});

function choiceOf(specification: Specification, productClass: string, productName: string, on: string): Choice {
  const { code, product, standard, validFrom = null, validTo = null, items } = specification;
  return {
    code,
    product,
    standard,
    validFrom,
    validTo,
    items: items.length,
    why: unfit(specification, productClass, on),
    suggested: product.zh === productName,
  };
}

const rank = (choice: Choice): number => (choice.suggested ? 0 : 2) + (choice.why ? 1 : 0);

function PlanView({ data, ui }: { data: Plan; ui: Ui }): JSX.Element {
  const { sample, chosen, choices } = data;
  if (sample.state !== 'accepted') {
    return (
      <>
        <BatchHead ui={ui} sample={sample} title={ui.t('testing.plan')} />
        <Card>
          <p>{ui.t('testing.planned', { code: sample.spec_code ?? '' })}</p>
          <a class="btn btn-primary" href={`/samples/${sample.id}/assignment`}>
            {ui.t('testing.assign')}
          </a>
        </Card>
      </>
    );
  }
  return (
    <>
      <BatchHead
        ui={ui}
        sample={sample}
        title={ui.t('testing.plan')}
        note={ui.t(data.producedOn ? 'testing.byProduction' : 'testing.byToday', { date: data.on })}
      />
      <Card title={ui.t('testing.specification')} flush>
        <DataTable
          ui={ui}
          caption={ui.t('testing.specification')}
          rows={choices}
          rowKey={(choice) => choice.code}
          href={(choice) =>
            choice.why ? undefined : `/samples/${sample.id}/plan?specification=${encodeURIComponent(choice.code)}`
          }
          empty={ui.t('testing.noSpecification')}
          columns={[
            { key: 'product', head: ui.t('testing.product'), cell: (choice) => choice.product[ui.lang], wrap: true },
            { key: 'code', head: ui.t('testing.code'), cell: (choice) => choice.code, wrap: true },
            { key: 'standard', head: ui.t('testing.standard'), cell: (choice) => choice.standard, wrap: true },
            { key: 'from', head: ui.t('testing.validFrom'), cell: (choice) => choice.validFrom ?? '—' },
            { key: 'to', head: ui.t('testing.validTo'), cell: (choice) => choice.validTo ?? '—', deskOnly: true },
            { key: 'items', head: ui.t('testing.items'), cell: (choice) => choice.items, numeric: true },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (choice) => <ChoiceState ui={ui} choice={choice} chosen={chosen?.code} />,
              wrap: true,
            },
          ]}
        />
      </Card>
      {chosen ? <Chosen ui={ui} data={data} chosen={chosen} /> : null}
    </>
  );
}

function ChoiceState({ ui, choice, chosen }: { ui: Ui; choice: Choice; chosen: string | undefined }): JSX.Element {
  if (choice.why) return <span class="quiet">{reasonText(ui.lang, choice.why)}</span>;
  return choice.code === chosen ? (
    <Pill tone="blue" shape="●" word={ui.t('testing.chosen')} />
  ) : (
    <Pill tone="grey" shape="○" word={ui.t('testing.usable')} />
  );
}

function Chosen({ ui, data, chosen }: { ui: Ui; data: Plan; chosen: Specification }): JSX.Element {
  return (
    <Form ui={ui} action={`/samples/${data.sample.id}/plan`} version={data.version}>
      <input type="hidden" name="specification" value={chosen.code} />
      <Card title={`${chosen.product[ui.lang]} ${chosen.standard}`} flush>
        <DataTable
          ui={ui}
          caption={ui.t('testing.items')}
          rows={chosen.items}
          rowKey={(item) => String(item.seq)}
          empty={ui.t('table.empty')}
          columns={[
            { key: 'seq', head: ui.t('testing.seq'), cell: (item) => item.seq, numeric: true },
            { key: 'group', head: ui.t('testing.group'), cell: (item) => item.group },
            { key: 'name', head: ui.t('testing.item'), cell: (item) => item.name[ui.lang], wrap: true },
            { key: 'limit', head: ui.t('testing.limit'), cell: (item) => item.limitText, wrap: true },
            { key: 'parameter', head: ui.t('testing.parameter'), cell: (item) => item.parameter, deskOnly: true },
          ]}
        />
      </Card>
      <FormFoot>
        <button class="btn btn-primary btn-next">{ui.t('testing.planDo', { count: chosen.items.length })}</button>
      </FormFoot>
    </Form>
  );
}

export const planPost = post<{ id: string; specification: string; version: number }, { tests: TestAnswer[] }>({
  name: 'sample.plan',
  path: '/samples/:id/plan',
  needs: 'task.plan',
  versioned: true,
  input: object({ id, specification: text(100), version: integer }, ['id', 'specification', 'version']),
  answer: testsSchema,
  run: async (act, input) => {
    await refuseOldBatch(act, input.id, input.version);
    return { tests: (await plan(act, input, input.specification)).map(testAnswer) };
  },
  then: (_tests, input) => `/samples/${input.id}/assignment`,
  on: planPage,
});
