import type { JSX } from 'preact';
import {
  type Answers,
  decidingDate,
  type Goods,
  type Specification,
  type SpecificationItem,
  unfit,
} from '../catalogue/index.ts';
import type { Reason } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, nullable, object, text } from '../kernel/shapes.ts';
import { reasonText } from '../messages/index.ts';
import { answersInput, answersText, Questions } from '../samples/index.ts';
import { Card, DataTable, Form, FormFoot, Pill, type Ui } from '../ui/index.ts';
import { type BatchAnswer, batchAnswer, batchSchema, type TestAnswer, testAnswer, testsSchema } from './answers.ts';
import { BatchHead } from './batch.view.tsx';
import { goodsOfBatch, plan, refuseOldBatch } from './plan.ts';
import { batchOf } from './store.ts';
import { asksOpen, askUncertainty } from './uncertainty.ts';
import { AskCard, AskField } from './uncertainty.view.tsx';

interface Choice {
  code: string;
  product: Specification['product'];
  standard: string;
  validFrom: string | null;
  validTo: string | null;
  /** Tests that it makes at most. */
  items: number;
  why: Reason | null;
  /** The product of the standard bears the name of the batch. */
  suggested: boolean;
}

interface Plan {
  version: number;
  sample: BatchAnswer;
  /** The order asks for the uncertainty on the report. */
  uncertaintyAsked: boolean;
  asksOpen: boolean;
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
      uncertaintyAsked: boolean,
      asksOpen: boolean,
      producedOn: nullable(date),
      on: date,
      choices: list(anyObject, 5000),
      chosen: { type: ['object', 'null'] },
    },
    ['version', 'sample', 'uncertaintyAsked', 'asksOpen', 'producedOn', 'on', 'choices', 'chosen'],
  ),
  load: async ({ app, db, today }, input) => {
    const batch = await batchOf(db, input.id);
    const goods = await goodsOfBatch(db, batch, today);
    const { producedOn } = goods;
    const on = decidingDate(goods);
    const choices = app.catalogue
      .specificationsFor(batch.product_class)
      .map((specification) => choiceOf(specification, goods, batch.product_name))
      .sort((a, b) => rank(a) - rank(b));
    const code = input.specification ?? choices.find((choice) => choice.suggested && !choice.why)?.code;
    const chosen = code === undefined ? null : (app.catalogue.specifications.get(code) ?? null);
    return {
      ...{ version: batch.version, sample: batchAnswer(app, today, batch), producedOn, on, choices, chosen },
      ...{ uncertaintyAsked: batch.uncertainty_asked === 1, asksOpen: asksOpen(batch) },
    };
  },
  title: ({ sample }, ui) => `${ui.t('testing.plan')} ${sample.number}`,
  view: (data, ui) => <PlanView data={data} ui={ui} />,
});

function choiceOf(specification: Specification, goods: Goods, productName: string): Choice {
  const { code, product, standard, validFrom = null, validTo = null, items } = specification;
  return {
    code,
    product,
    standard,
    validFrom,
    validTo,
    items: new Set(items.map(({ seq }) => seq)).size,
    why: unfit(specification, goods),
    suggested: product.zh === productName,
  };
}

/** Editions of the product itself before others, those that hold before those that do not. */
const rank = (choice: Choice): number => (choice.suggested ? 0 : 2) + (choice.why ? 1 : 0);

function PlanView({ data, ui }: { data: Plan; ui: Ui }): JSX.Element {
  const { sample, chosen } = data;
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
        {data.asksOpen ? <AskCard ui={ui} batch={{ ...data, id: sample.id }} /> : null}
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
      <Choices ui={ui} data={data} />
      {chosen ? <Chosen ui={ui} data={data} chosen={chosen} /> : null}
    </>
  );
}

/** Editions of the product itself; all others stay folded as long as one of these holds or nothing else was chosen. */
function Choices({ ui, data }: { ui: Ui; data: Plan }): JSX.Element {
  const { choices, chosen } = data;
  const own = choices.filter(({ suggested }) => suggested);
  const others = choices.filter(({ suggested }) => !suggested);
  const isOpen = own.every(({ why }) => why !== null) || others.some(({ code }) => code === chosen?.code);
  return (
    <>
      {own.length > 0 ? (
        <Card title={ui.t('testing.specification')} flush>
          <ChoiceTable ui={ui} data={data} choices={own} />
        </Card>
      ) : null}
      {own.length > 0 && others.length > 0 ? (
        <details class="more" open={isOpen}>
          <summary>{ui.t('testing.otherSpecifications', { count: others.length })}</summary>
          <Card flush>
            <ChoiceTable ui={ui} data={data} choices={others} />
          </Card>
        </details>
      ) : null}
      {own.length === 0 ? (
        <Card title={ui.t('testing.specification')} flush>
          <ChoiceTable ui={ui} data={data} choices={others} />
        </Card>
      ) : null}
    </>
  );
}

function ChoiceTable({ ui, data, choices }: { ui: Ui; data: Plan; choices: Choice[] }): JSX.Element {
  const { sample, chosen } = data;
  return (
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
  const { questions = [] } = chosen;
  return (
    <Form ui={ui} action={`/samples/${data.sample.id}/plan`} version={data.version}>
      <input type="hidden" name="specification" value={chosen.code} />
      <Questions ui={ui} questions={questions} />
      <AskField ui={ui} asked={data.uncertaintyAsked} />
      <Card
        title={`${chosen.product[ui.lang]} ${chosen.standard}`}
        aside={chosen.complete ? undefined : ui.t('testing.incomplete')}
        flush
      >
        <DataTable
          ui={ui}
          caption={ui.t('testing.items')}
          rows={chosen.items}
          rowKey={(item) => String(chosen.items.indexOf(item))}
          empty={ui.t('table.empty')}
          columns={[
            { key: 'seq', head: ui.t('testing.seq'), cell: (item) => item.seq, numeric: true },
            { key: 'group', head: ui.t('testing.group'), cell: (item) => item.group },
            { key: 'name', head: ui.t('testing.item'), cell: (item) => item.name[ui.lang], wrap: true },
            { key: 'limit', head: ui.t('testing.limit'), cell: (item) => item.limitText, wrap: true },
            ...(questions.length > 0
              ? [
                  {
                    key: 'when',
                    head: ui.t('testing.when'),
                    cell: (item: SpecificationItem) => condition(ui, chosen, item),
                    wrap: true,
                  },
                ]
              : []),
            { key: 'parameter', head: ui.t('testing.parameter'), cell: (item) => item.parameter, deskOnly: true },
          ]}
        />
      </Card>
      <FormFoot>
        <button class="btn btn-primary btn-next">
          {questions.length > 0 ? ui.t('testing.planAsked') : ui.t('testing.planDo', { count: chosen.items.length })}
        </button>
      </FormFoot>
    </Form>
  );
}

/** 部位：剪口 — the answers for which a line holds, in words. */
function condition(ui: Ui, { questions = [] }: Specification, { when = {} }: SpecificationItem): string {
  const asked = questions.filter(({ id }) => id in when);
  return answersText(
    asked.map((question) => ({
      ...question,
      answers: question.options.filter(({ value }) => when[question.id]?.includes(value)),
    })),
    ui.lang,
  );
}

interface PlanInput {
  id: string;
  specification: string;
  answers?: Answers;
  reportUncertainty?: boolean;
  version: number;
}

export const planPost = post<PlanInput, { tests: TestAnswer[] }>({
  name: 'sample.plan',
  path: '/samples/:id/plan',
  needs: 'task.plan',
  versioned: true,
  input: object({ id, specification: text(100), answers: answersInput, reportUncertainty: boolean, version: integer }, [
    'id',
    'specification',
    'version',
  ]),
  answer: testsSchema,
  run: async (act, input) => {
    await refuseOldBatch(act, input.id, input.version);
    if (input.reportUncertainty) await askUncertainty(act, input);
    return { tests: (await plan(act, input, input.specification, input.answers)).map(testAnswer) };
  },
  then: (_tests, input) => `/samples/${input.id}/assignment`,
  on: planPage,
});
