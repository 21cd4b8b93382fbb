import type { JSX } from 'preact';
import { OutcomePanel, RecordInputs, VerdictBadge } from '../forms/index.ts';
import { lookUp } from '../messages/index.ts';
import { Card, FormFoot, Island, PageHead, type Ui } from '../ui/index.ts';
import { ParameterTabs } from './parameter-head.tsx';
import type { Trial } from './trial.ts';
import { Terms } from './trial-terms.view.tsx';

/** 算一算: the record form of a parameter with anybody's numbers; what comes out stands beside it as it is typed. Nothing is stored. */
export function TrialView({ data, ui }: { data: Trial; ui: Ui }): JSX.Element {
  const { base } = data;
  const path = `/parameters/${encodeURIComponent(data.code)}/trial`;
  return (
    <>
      <PageHead
        over={<a href={`/parameters/${encodeURIComponent(data.code)}`}>{`${data.code} ${data.name[ui.lang]}`}</a>}
        title={ui.t('trial.title')}
        note={ui.t('trial.note')}
      />
      <ParameterTabs code={data.code} at="trial" ui={ui} />
      <Prefills data={data} path={path} ui={ui} />
      <div class="bench-columns">
        <form class="bench trial" action={path} method="get" data-trial data-draft="off" autocomplete="off">
          <input type="hidden" name="typed" value="true" />
          {base.example === null ? null : <input type="hidden" name="example" value={String(base.example)} />}
          {base.specification === null ? null : (
            <>
              <input type="hidden" name="specification" value={base.specification} />
              <input type="hidden" name="item" value={String(base.item)} />
            </>
          )}
          <Terms data={data} ui={ui} />
          <RecordInputs form={data.form} item={data.item} readings={data.readings} ui={ui} outcome={data.outcome} />
          <FormFoot>
            <button class="btn btn-primary">{ui.t('trial.calculate')}</button>
            <a class="btn" href={`${path}?${baseQuery(data)}&typed=true`}>
              {ui.t('trial.empty')}
            </a>
          </FormFoot>
        </form>
        <aside class="bench-side" id="outcome">
          <TrialOutcome data={data} ui={ui} />
        </aside>
      </div>
      <Island ui={ui} name="catalogue-trial" />
    </>
  );
}

function baseQuery({ base }: Trial): string {
  return base.specification === null
    ? `example=${base.example ?? 1}`
    : `specification=${encodeURIComponent(base.specification)}&item=${base.item ?? ''}`;
}

/** What comes out of the numbers, and for the script of the page what is wrong at which field. */
export function TrialOutcome({ data, ui }: { data: Trial; ui: Ui }): JSX.Element {
  return (
    <>
      <div class={`trial-sum trial-${data.outcome.verdict?.verdict ?? 'open'}`} role="status">
        <strong>{data.outcome.result?.text ?? '—'}</strong>
        <VerdictBadge verdict={data.outcome.verdict?.verdict} ui={ui} />
      </div>
      <OutcomePanel outcome={data.outcome} item={data.item} ui={ui} />
      {data.outcome.problems.map(({ id, field, params }) =>
        field === undefined ? null : (
          <span
            key={`${id} ${field}`}
            hidden
            data-problem-for={field.startsWith('limit.') ? field : `readings.${field}`}
          >
            {lookUp(ui.lang, `refusal.${id}`, params)}
          </span>
        ),
      )}
    </>
  );
}

/** The worked examples and the items of the standards, to start from with one click. */
function Prefills({ data, path, ui }: { data: Trial; path: string; ui: Ui }): JSX.Element {
  const { base, examples, specifications } = data;
  return (
    <Card>
      <div class="prefills">
        <span class="prefills-head">{ui.t('trial.from')}</span>
        <ul class="chips">
          {examples.map((example) => (
            <li key={example.number}>
              <a
                class="chip"
                href={`${path}?example=${example.number}`}
                aria-current={base.example === example.number ? 'true' : undefined}
              >
                <strong>
                  {ui.t('trial.example', { number: example.number })}
                  {example.kind === null ? '' : ` · ${ui.t(`definitions.kind.${example.kind as 'typical'}`)}`}
                </strong>
                {example.note ? <span>{example.note}</span> : null}
              </a>
            </li>
          ))}
        </ul>
        {specifications.length === 0 ? null : (
          <details class="more" open={base.specification !== null}>
            <summary>{ui.t('trial.fromStandard', { count: specifications.length })}</summary>
            <ul class="chips">
              {specifications.flatMap((standard) =>
                standard.items.map((item) => (
                  <li key={`${standard.code} ${item.seq}`}>
                    <a
                      class="chip"
                      href={`${path}?specification=${encodeURIComponent(standard.code)}&item=${item.seq}`}
                      aria-current={base.specification === standard.code && base.item === item.seq ? 'true' : undefined}
                    >
                      <strong>{standard.product[ui.lang]}</strong>
                      <span>{`${item.name[ui.lang]}${ui.t('definitions.colon')}${item.limitText}`}</span>
                    </a>
                  </li>
                )),
              )}
            </ul>
          </details>
        )}
      </div>
    </Card>
  );
}
