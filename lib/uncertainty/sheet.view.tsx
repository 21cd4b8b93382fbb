import type { JSX } from 'preact';
import { compile, show } from '../core/formula.ts';
import type { Reason } from '../core/refusal.ts';
import { Refusal } from '../core/refusal.ts';
import { FormulaView } from '../forms/index.ts';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  chinaTime,
  DataTable,
  DecimalField,
  Facts,
  Form,
  FormFoot,
  type MoveButton,
  Moves,
  PageHead,
  SignBlock,
  TextField,
  type Ui,
} from '../ui/index.ts';
import { Editor } from './editor.view.tsx';
import { BudgetPill } from './list.view.tsx';
import type { BudgetMove } from './machine.ts';
import { InputsCard, MonteCarloFacts, ResultCard } from './outcome.view.tsx';
import { ruleWords } from './result.ts';
import type { BudgetSheet } from './show.ts';

/** One budget: what comes out, where it comes from, how it is used; to its author the editor as well. */
export function BudgetView({ data, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element {
  const saves = obstaclesOf(data, 'save')?.length === 0;
  return (
    <>
      <PageHead
        over={<a href="/uncertainty">{ui.t('uncertainty.title')}</a>}
        title={`${data.number} ${data.title}`}
        note={<BudgetPill ui={ui} state={data.state} />}
      >
        {data.computed === null ? null : (
          <a class="btn" href={`/uncertainty/${data.id}/budget.pdf`}>
            {ui.t('uncertainty.pdf')}
          </a>
        )}
      </PageHead>
      <Head data={data} ui={ui} />
      {data.faults.length > 0 ? <Faults faults={data.faults} ui={ui} /> : null}
      {data.computed ? <ResultCard outcome={data.computed} unit={data.unit} ui={ui} /> : null}
      {data.computed ? <InputsCard outcome={data.computed} ui={ui} /> : null}
      {saves ? <Editor data={data} ui={withFaults(ui, data.faults)} /> : <Using data={data} ui={ui} />}
      {data.computed ? <Simulation data={data} ui={ui} /> : null}
      {data.computed ? <Trial data={data} ui={ui} /> : null}
      {obstaclesOf(data, 'confirm') ? <Confirming data={data} ui={ui} /> : null}
      <Card title={ui.t('moves.title')}>
        <Moves ui={ui} moves={buttons(data, ui)} />
      </Card>
      <Versions data={data} ui={ui} />
    </>
  );
}

const obstaclesOf = (data: BudgetSheet, move: BudgetMove): Reason[] | undefined =>
  data.moves.find((one) => one.move === move)?.obstacles;

/** What stands against a saved draft is shown at its fields, as a refusal would be. */
function withFaults(ui: Ui, faults: readonly Reason[]): Ui {
  const texts = new Map(faults.map((fault) => [fault.field, reasonText(ui.lang, fault)]));
  return { ...ui, problem: (field) => ui.problem(field) ?? texts.get(field) };
}

/** The sentence of a fault, with the field and row in front where it does not name them itself. */
function placed(ui: Ui, fault: Reason): string {
  const sentence = reasonText(ui.lang, fault);
  return fault.id.startsWith('number.') && fault.field !== undefined
    ? `${reasonText(ui.lang, { id: 'uncertainty.at', field: fault.field })}${sentence}`
    : sentence;
}

function Faults({ faults, ui }: { faults: readonly Reason[]; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('uncertainty.unfinished')}>
      <ul class="mb-0">
        {faults.map((fault) => (
          <li key={`${fault.id} ${fault.field ?? ''}`}>{placed(ui, fault)}</li>
        ))}
      </ul>
    </Card>
  );
}

/** The equation drawn as people write it; one that cannot be read stays as it is typed. */
export function Equation({ text }: { text: string }): JSX.Element {
  try {
    return <FormulaView node={show(compile(text))} />;
  } catch (error) {
    if (error instanceof Refusal) return <code>{text}</code>;
    throw error;
  }
}

function Head({ data, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element {
  const { body } = data;
  return (
    <Card>
      <Facts
        facts={[
          {
            label: ui.t('field.parameterCode'),
            value: <a href={`/parameters/${data.code}`}>{`${data.code} ${data.name[ui.lang]}`}</a>,
          },
          { label: ui.t('uncertainty.author'), value: data.author },
          {
            label: ui.t('uncertainty.confirmedBy'),
            value: data.confirmedBy && `${data.confirmedBy} ${chinaTime(data.confirmedAt ?? '')}`,
          },
          { label: ui.t('uncertainty.validFrom'), value: period(data) },
          ...(body.equation
            ? [{ label: ui.t('field.equation'), value: <Equation text={body.equation} />, wide: true }]
            : []),
          ...(data.reason === null ? [] : [{ label: ui.t('field.reason'), value: data.reason, wide: true }]),
          ...(body.note ? [{ label: ui.t('field.note'), value: body.note, wide: true }] : []),
        ]}
      />
    </Card>
  );
}

const period = ({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }): string | null =>
  validFrom === null ? null : validTo === null ? validFrom : `${validFrom} – ${validTo}`;

/** How the budget serves results, for those who only read. */
function Using({ data: { body, unit }, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element {
  const range = [body.low, body.high].some(Boolean) ? `${body.low ?? '—'} – ${body.high ?? '—'} ${unit}` : null;
  return (
    <Card title={ui.t('uncertainty.using')}>
      <Facts
        facts={[
          { label: ui.t('field.use'), value: ui.t(`uncertainty.use.${body.use}`) },
          ...(body.use === 'level'
            ? [{ label: 'U(x)', value: `√(${body.fixedPart ?? '0'}² + (${body.sharePart ?? '0'} % · x)²)` }]
            : []),
          { label: ui.t('uncertainty.range'), value: range },
          ...body.rules.map(({ forSpecification, ruleKind: kind, ruleOf: of, factor, ruleBasis: basis }) => ({
            label: forSpecification ?? ui.t('uncertainty.everySpecification'),
            value: `${ruleWords(ui.lang, { kind, basis, ...(of && { of }), ...(factor && { factor }) })} · ${basis}`,
            wide: true,
          })),
        ]}
      />
      {body.rules.length === 0 ? <p class="quiet mb-0">{ui.t('uncertainty.noRule')}</p> : null}
    </Card>
  );
}

function Simulation({ data, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element {
  const may = ui.may('uncertainty.write') && (data.state === 'proposed' || obstaclesOf(data, 'save')?.length === 0);
  return (
    <Card title={ui.t('uncertainty.monteCarlo')} id="monte-carlo">
      {data.simulated ? (
        <div class="mb-3">
          <MonteCarloFacts found={data.simulated} unit={data.unit} ui={ui} />
        </div>
      ) : (
        <p class="quiet mb-3">{ui.t('uncertainty.noMonteCarlo')}</p>
      )}
      {may ? (
        <Form ui={ui} action={`/uncertainty/${data.id}/monte-carlo`} version={data.version} draft="off">
          <div class="fields-grid">
            <TextField
              ui={ui}
              name="trials"
              label={ui.t('field.trials')}
              hint={ui.t('uncertainty.trialsHint')}
              value={String(data.trials)}
              required
              width="third"
            />
            <TextField
              ui={ui}
              name="seed"
              label={ui.t('field.seed')}
              hint={ui.t('uncertainty.seedHint')}
              value={String(data.simulated?.seed ?? 1)}
              required
              width="third"
            />
          </div>
          <FormFoot>
            <button class="btn">{ui.t('uncertainty.simulate')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}

/** Other numbers in the same budget; nothing of it is kept. */
function Trial({ data, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element {
  const { tried } = data;
  return (
    <details class="more mb-3" open={tried !== null} id="trial">
      <summary>{ui.t('uncertainty.trial')}</summary>
      <p class="quiet mb-3">{ui.t('uncertainty.trialHint')}</p>
      <form action={`/uncertainty/${data.id}#trial`} method="get" class="form form-wide">
        <div class="fields-grid">
          {(data.computed?.inputs ?? []).map(({ symbol, name, unit, x }) => (
            <DecimalField
              key={symbol}
              ui={ui}
              name={`trial.${symbol}`}
              label={name === '' || name === symbol ? symbol : `${symbol} ${name}`}
              unit={unit === '' ? undefined : unit}
              value={tried?.values[symbol] ?? x}
              width="third"
            />
          ))}
        </div>
        <FormFoot>
          <button class="btn">{ui.t('uncertainty.try')}</button>
        </FormFoot>
      </form>
      {tried?.faults.length ? <Faults faults={tried.faults} ui={ui} /> : null}
      {tried?.outcome ? <ResultCard outcome={tried.outcome} unit={data.unit} ui={ui} /> : null}
      {tried?.words ? <p>{tried.words[ui.lang]}</p> : null}
    </details>
  );
}

function Confirming({ data, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element {
  const obstacles = obstaclesOf(data, 'confirm') ?? [];
  return (
    <Card title={ui.t('uncertainty.confirm')} id="confirm">
      {obstacles.length > 0 ? (
        obstacles.map((reason) => <p key={reason.id}>{reasonText(ui.lang, reason)}</p>)
      ) : (
        <Form ui={ui} action={`/uncertainty/${data.id}/confirmation`} version={data.version} draft="off">
          <SignBlock
            ui={ui}
            meaning={ui.t('uncertainty.meaning')}
            records={[{ id: data.id, label: `${data.number} ${data.code}`, hash: data.hash }]}
          />
          <FormFoot>
            <button class="btn btn-primary btn-next">{ui.t('uncertainty.confirm')}</button>
          </FormFoot>
        </Form>
      )}
    </Card>
  );
}

function buttons(data: BudgetSheet, ui: Ui): MoveButton[] {
  const paths = { propose: 'proposal', return: 'return', drop: 'drop' } as const;
  const moves = data.moves.flatMap(({ move, obstacles }): MoveButton[] => {
    if (move === 'save' || move === 'confirm' || move === 'supersede') return [];
    const reasons = move === 'propose' ? [...obstacles, ...data.faults] : obstacles;
    return [
      {
        move,
        label: ui.t(`move.uncertainty.${move}`),
        obstacles: reasons.map((reason) => placed(ui, reason)),
        action: `/uncertainty/${data.id}/${paths[move]}`,
        version: data.version,
        reason: move !== 'propose',
        kind: move === 'propose' ? 'primary' : move === 'drop' ? 'danger' : 'plain',
      },
    ];
  });
  const revise: MoveButton = {
    move: 'revise',
    label: ui.t('uncertainty.revise'),
    obstacles: [],
    action: `/uncertainty/${data.id}/revision`,
    version: data.version,
  };
  return data.state === 'confirmed' && ui.may('uncertainty.write') ? [...moves, revise] : moves;
}

function Versions({ data, ui }: { data: BudgetSheet; ui: Ui }): JSX.Element | null {
  if (data.versions.length < 2) return null;
  return (
    <Card title={ui.t('uncertainty.versions')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('uncertainty.versions')}
        rows={data.versions}
        rowKey={(row) => row.id}
        href={(row) => (row.id === data.id ? undefined : `/uncertainty/${row.id}`)}
        empty=""
        columns={[
          { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
          { key: 'state', head: ui.t('field.state'), cell: (row) => <BudgetPill ui={ui} state={row.state} /> },
          { key: 'period', head: ui.t('uncertainty.validFrom'), cell: (row) => period(row) ?? '—' },
        ]}
      />
    </Card>
  );
}
