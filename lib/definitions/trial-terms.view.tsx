import type { JSX } from 'preact';
import { SymbolView } from '../forms/index.ts';
import type { Ui } from '../ui/index.ts';
import type { Trial } from './trial.ts';
import { type LimitText, limitTexts } from './trial-item.ts';

/** What the standard gives: the limit, how the result is rounded and compared, and the constants. */
export function Terms({ data, ui }: { data: Trial; ui: Ui }): JSX.Element {
  const { limit, item } = data;
  const unset = data.constants.filter(({ value }) => value === '');
  return (
    <fieldset class="record-group">
      <legend>{ui.t('trial.terms')}</legend>
      <div class="record-fields trial-limit">
        <Labelled id="limit-kind" label={ui.t('trial.limit')}>
          <select class="form-select" id="limit-kind" name="limit.kind" data-kind>
            {data.kinds.map((kind) => (
              <option key={kind} value={kind} selected={kind === limit.kind}>
                {ui.t(`definitions.limitKind.${kind}`)}
              </option>
            ))}
          </select>
        </Labelled>
        {textsFor(data).map((name) => (
          <LimitField key={name} name={name} data={data} ui={ui} />
        ))}
        {limitTexts[limit.kind] ? null : (
          <p class="quiet record-field-wide">{ui.t('trial.takenOver', { limit: data.baseLimit[ui.lang] })}</p>
        )}
        <Labelled id="places" label={ui.t('definitions.rounding')}>
          <select class="form-select" id="places" name="places">
            <option value="">
              {item.significant === undefined
                ? ui.t('definitions.placesOfLimit')
                : ui.t('definitions.significant', { count: item.significant })}
            </option>
            {['0', '1', '2', '3', '4', '5', '6'].map((count) => (
              <option key={count} value={count} selected={item.places !== null && String(item.places) === count}>
                {ui.t('definitions.places', { count })}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled id="compare" label={ui.t('definitions.compare')}>
          <select class="form-select" id="compare" name="compare">
            {(['rounded', 'full'] as const).map((mode) => (
              <option key={mode} value={mode} selected={item.compare === mode}>
                {ui.t(`definitions.compare.${mode}`)}
              </option>
            ))}
          </select>
        </Labelled>
      </div>
      <Constants constants={data.constants.filter(({ value }) => value !== '')} ui={ui} />
      {unset.length === 0 ? null : (
        <details class="more">
          <summary>{ui.t('trial.moreConstants', { count: unset.length })}</summary>
          <Constants constants={unset} ui={ui} />
        </details>
      )}
    </fieldset>
  );
}

/** A constant without a symbol is called by its id, which tells readers nothing. */
const WORD = /[a-z]{4}/;

function Constants({ constants, ui }: { constants: Trial['constants']; ui: Ui }): JSX.Element | null {
  if (constants.length === 0) return null;
  return (
    <div class="record-fields">
      {constants.map((constant) => (
        <div key={constant.id} class="record-field">
          <label for={`constant-${constant.id}`}>
            {constant.label[ui.lang]} {WORD.test(constant.symbol) ? null : <SymbolView symbol={constant.symbol} />}
            {constant.unit ? <span class="unit"> / {constant.unit}</span> : null}
          </label>
          <input
            class="form-control decimal"
            id={`constant-${constant.id}`}
            name={`constants.${constant.id}`}
            value={constant.value}
          />
        </div>
      ))}
    </div>
  );
}

/** Every text that one of the kinds takes; those of the other kinds are folded away by the style. */
function textsFor({ kinds }: Trial): LimitText[] {
  return [...new Set(kinds.flatMap((kind) => limitTexts[kind] ?? []))];
}

function LimitField({ name, data, ui }: { name: LimitText; data: Trial; ui: Ui }): JSX.Element {
  const field = `limit.${name}`;
  const id = `limit-${name}`;
  const kinds = data.kinds.filter((kind) => limitTexts[kind]?.includes(name)).join(' ');
  const current = data.limit.texts[name];
  const problem = data.outcome.problems.some((one) => one.field === field) ? ui.t('refusal.trial.limit') : undefined;
  const isHere = limitTexts[data.limit.kind]?.includes(name) ?? false;
  return (
    <div class="record-field" data-kinds={kinds} hidden={!isHere}>
      <label for={id}>
        {ui.t(`trial.limit.${name}`)}
        {['at', 'requirement', 'accept'].includes(name) || !data.unit ? null : (
          <span class="unit"> / {data.item.unit}</span>
        )}
      </label>
      {name === 'at' ? (
        <select class="form-select" id={id} name={field}>
          {(['LOD', 'LOQ'] as const).map((at) => (
            <option key={at} value={at} selected={at === current}>
              {ui.t(at === 'LOD' ? 'definitions.lod' : 'definitions.loq')}
            </option>
          ))}
        </select>
      ) : (
        <input
          class={name === 'requirement' ? 'form-control' : 'form-control decimal'}
          id={id}
          name={field}
          value={current}
          inputMode={name === 'requirement' ? undefined : 'decimal'}
          aria-invalid={problem ? 'true' : undefined}
        />
      )}
      {problem ? <div class="invalid-feedback d-block">{problem}</div> : null}
    </div>
  );
}

function Labelled({ id, label, children }: { id: string; label: string; children: JSX.Element }): JSX.Element {
  return (
    <div class="record-field">
      <label for={id}>{label}</label>
      {children}
    </div>
  );
}
