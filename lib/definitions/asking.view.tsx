import type { JSX } from 'preact';
import type { Ui } from '../ui/index.ts';
import type { ParameterList } from './browse.ts';
import { classes } from './terms.ts';

/** The search and the choices that narrow the list; works as a plain form, and without its button where the script runs. */
export function Asking({ data, ui }: { data: ParameterList; ui: Ui }): JSX.Element {
  const isAsked = [data.q, data.class, data.group, data.form, data.confidence, data.standing].some(Boolean);
  return (
    <form class="asking" action="/parameters" method="get" role="search" data-catalogue data-draft="off">
      <div class="asking-search">
        <input
          class="form-control"
          type="search"
          name="q"
          value={data.q}
          maxLength={100}
          aria-label={ui.t('definitions.search')}
          aria-describedby="asking-hint"
          placeholder={ui.t('definitions.searchHint')}
          autocomplete="off"
          autofocus
          spellcheck={false}
          enterkeyhint="search"
        />
        <span class="asking-key" aria-hidden="true">
          /
        </span>
      </div>
      <Choice
        name="class"
        label={ui.t('definitions.class')}
        value={data.class}
        narrow
        ui={ui}
        options={classes.map((value) => ({ value, label: ui.t(`class.${value}`) }))}
      />
      <Choice
        name="group"
        label={ui.t('definitions.group')}
        value={data.group}
        narrow
        ui={ui}
        options={groupsOf(data).map((group) => ({ value: group, label: group }))}
      />
      <Choice
        name="form"
        label={ui.t('definitions.formFamily')}
        value={data.form}
        ui={ui}
        options={data.forms.map(({ code, title }) => ({ value: code, label: title[ui.lang] }))}
      />
      <Choice
        name="confidence"
        label={ui.t('definitions.confidence')}
        value={data.confidence}
        ui={ui}
        options={(['high', 'medium'] as const).map((value) => ({
          value,
          label: ui.t(`definitions.confidence.${value}`),
        }))}
      />
      {data.hasLedger ? (
        <Choice
          name="standing"
          label={ui.t('definitions.standing')}
          value={data.standing}
          ui={ui}
          options={(['accredited', 'not-accredited'] as const).map((value) => ({
            value,
            label: ui.t(`definitions.standing.${value}`),
          }))}
        />
      ) : null}
      <button class="btn asking-send">{ui.t('act.search')}</button>
      <a class="btn asking-clear" href="/parameters" hidden={!isAsked} data-clear>
        {ui.t('act.clear')}
      </a>
      <p class="asking-hint" id="asking-hint">
        <span role="status" data-found-line>
          {ui.t('definitions.found.count', { count: data.total })}
        </span>
        <span class="desk-keys">{ui.t('definitions.keys')}</span>
      </p>
    </form>
  );
}

function groupsOf({ tree, class: asked, group }: ParameterList): string[] {
  const names = tree.filter((one) => asked === null || one.class === asked).flatMap(({ groups }) => groups);
  return [...new Set([...(group === null ? [] : [group]), ...names.map((one) => one.group)])];
}

function Choice({
  name,
  label,
  value,
  options,
  narrow,
  ui,
}: {
  name: string;
  label: string;
  value: string | null;
  options: readonly { value: string; label: string }[];
  /** Only where the tree has no room. */
  narrow?: boolean;
  ui: Ui;
}): JSX.Element {
  return (
    <select class={narrow ? 'form-select asking-narrow' : 'form-select'} name={name} aria-label={label}>
      <option value="">{ui.t('definitions.anyOf', { what: label })}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
