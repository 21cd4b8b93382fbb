import type { JSX } from 'preact';
import { Card, type Column, DataTable, Due, Form, FormFoot, SignBlock, StateText, type Ui } from '../ui/index.ts';
import type { DueState, TestAnswer, TestLine, WorkAnswer, WorkLine } from './answers.ts';
import { numberOf } from './test.ts';

export const DueCell = ({ ui, due }: { ui: Ui; due: DueState }): JSX.Element => (
  <Due ui={ui} date={due.date} state={due.state} days={due.days} provisional={due.provisional} />
);

export const testName = (ui: Ui, test: Pick<TestLine, 'seq' | 'item'>): string =>
  `${numberOf(test)}. ${test.item.name[ui.lang]}`;

/** The result as typed and rounded, with its verdict as word, shape and colour. */
export const Result = ({
  ui,
  test,
}: {
  ui: Ui;
  test: Pick<TestLine, 'result_text' | 'verdict' | 'item'>;
}): JSX.Element => (
  <>
    {test.result_text ?? '—'} {test.verdict ? <StateText ui={ui} state={test.verdict} /> : null}
  </>
);

/** The columns of a person's own tests: everybody there is himself. */
export const ownColumns = <T extends WorkLine>(ui: Ui, href: (test: T) => string): Column<T>[] =>
  workColumns(ui, href).filter(({ key }) => key !== 'analyst');

/** The columns by which a test is known in any list over batches. */
export function workColumns<T extends WorkLine>(ui: Ui, href: (test: T) => string): Column<T>[] {
  return [
    { key: 'number', head: ui.t('testing.number'), cell: (test) => <a href={href(test)}>{test.number}</a> },
    {
      key: 'item',
      head: ui.t('testing.item'),
      cell: (test) => <a href={href(test)}>{testName(ui, test)}</a>,
      wrap: true,
    },
    {
      key: 'product',
      head: ui.t('testing.product'),
      cell: (test) => `${test.product_name} ${test.batch_no}`,
      wrap: true,
    },
    { key: 'limit', head: ui.t('testing.limit'), cell: (test) => test.item.limitText, wrap: true, deskOnly: true },
    { key: 'result', head: ui.t('testing.result'), cell: (test) => <Result ui={ui} test={test} />, wrap: true },
    { key: 'analyst', head: ui.t('testing.analyst'), cell: (test) => test.analyst_name ?? '—', deskOnly: true },
    { key: 'state', head: ui.t('field.state'), cell: (test) => <StateText ui={ui} state={test.state} /> },
    { key: 'due', head: ui.t('field.due'), cell: (test) => <DueCell ui={ui} due={test.due} /> },
  ];
}

export const workTone = (test: WorkLine): 'fails' | 'late' | 'amber' | undefined => {
  if (test.verdict === 'fails') return 'fails';
  return test.due.state === 'on-time' ? undefined : test.due.state;
};

/** A ticked line of a set that one password signs; its value binds the record by the hash that stands on this page. */
export const Pick = ({ ui, test, name = 'tests' }: { ui: Ui; test: TestAnswer; name?: string }): JSX.Element => (
  <input
    class="form-check-input"
    type="checkbox"
    name={name}
    value={`${test.id}:${test.hash}`}
    checked
    aria-label={testName(ui, test)}
  />
);

/** A list whose ticked records are signed together by one password. */
export function SignSet<T extends WorkAnswer>({
  ui,
  title,
  action,
  meaning,
  act,
  tests,
  columns,
  mayPick = () => true,
  next,
  first,
}: {
  ui: Ui;
  title: string;
  action: string;
  meaning: string;
  act: string;
  tests: readonly T[];
  columns: readonly Column<T>[];
  /** Whether a record may be signed together with others. */
  mayPick?: (test: T) => boolean;
  next?: string | undefined;
  first?: string | undefined;
}): JSX.Element | null {
  if (tests.length === 0) return null;
  const together = tests.filter(mayPick);
  return (
    <Form ui={ui} action={action} draft="off">
      <Card title={title} flush>
        <DataTable
          ui={ui}
          caption={title}
          rows={tests}
          rowKey={(test) => test.id}
          empty={ui.t('table.empty')}
          tone={workTone}
          next={next}
          first={first}
          columns={[
            {
              key: 'pick',
              head: ui.t('testing.pick'),
              cell: (test) => (mayPick(test) ? <Pick ui={ui} test={test} /> : null),
            },
            ...columns,
          ]}
        />
      </Card>
      {together.length === 0 ? null : (
        <Card>
          <SignBlock
            ui={ui}
            meaning={meaning}
            records={together.map((test) => ({
              id: test.id,
              label: `${test.number} ${testName(ui, test)}`,
              hash: test.hash,
            }))}
          />
          <FormFoot>
            <button class="btn btn-primary btn-next">{act}</button>
          </FormFoot>
        </Card>
      )}
    </Form>
  );
}
