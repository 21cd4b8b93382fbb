import type { JSX } from 'preact';
import { DataTable, Empty, Island, PageHead, Pill, type Ui } from '../ui/index.ts';
import { Asking } from './asking.view.tsx';
import type { Branch, ParameterHit, ParameterList } from './browse.ts';
import { ConfidenceMark, listHref, Marked } from './marks.tsx';

/** The catalogue: what the institute can test, as a tree of classes and groups beside the list, searched while somebody types. */
export function ParametersView({ data, ui }: { data: ParameterList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.parameters')} note={ui.t('definitions.parametersNote')}>
        <a class="btn" href="/specifications">
          {ui.t('nav.specifications')} ›
        </a>
        <a class="btn" href="/forms">
          {ui.t('definitions.forms')} ›
        </a>
      </PageHead>
      <Asking data={data} ui={ui} />
      <div class="catalogue" id="catalogue">
        <Found data={data} ui={ui} />
      </div>
      <Island ui={ui} name="catalogue" />
    </>
  );
}

/** Tree and list: what follows from the question. */
export function Found({ data, ui }: { data: ParameterList; ui: Ui }): JSX.Element {
  return (
    <>
      <nav class="tree" aria-label={ui.t('definitions.class')}>
        <Tree data={data} ui={ui} />
      </nav>
      <div class="catalogue-list" data-found={ui.t('definitions.found.count', { count: data.total })}>
        <List data={data} ui={ui} />
      </div>
    </>
  );
}

/** The address of the list with what is asked, some of it put otherwise. */
function hrefOf(data: ParameterList, other: { class?: string | null; group?: string | null; from?: number }): string {
  const { class: asked, group, form, confidence, standing, q } = data;
  return listHref('/parameters', { class: asked, group, form, confidence, standing, q, from: 0, ...other });
}

function Tree({ data, ui }: { data: ParameterList; ui: Ui }): JSX.Element {
  const all = data.tree.reduce((sum, { count }) => sum + count, 0);
  return (
    <ul>
      <li>
        <Leaf
          href={hrefOf(data, { class: null, group: null })}
          active={data.class === null && data.group === null}
          name={ui.t('definitions.all')}
          count={all}
        />
      </li>
      {data.tree.map((branch) => (
        <li key={branch.class}>
          <BranchView branch={branch} data={data} ui={ui} />
        </li>
      ))}
    </ul>
  );
}

function BranchView({ branch, data, ui }: { branch: Branch; data: ParameterList; ui: Ui }): JSX.Element {
  const isHere = data.class === branch.class;
  const name = ui.t(`class.${branch.class}`);
  return (
    <details data-branch={branch.class} open={isHere || data.q !== ''}>
      <summary>
        <span>{name}</span> <span class="tree-count">{branch.count}</span>
      </summary>
      <ul>
        <li>
          <Leaf
            href={hrefOf(data, { class: branch.class, group: null })}
            active={isHere && data.group === null}
            name={ui.t('definitions.allOf', { what: name })}
            count={branch.count}
          />
        </li>
        {branch.groups.map(({ group, count }) => (
          <li key={group}>
            <Leaf
              href={hrefOf(data, { class: branch.class, group })}
              active={isHere && data.group === group}
              name={group}
              count={count}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Leaf({
  href,
  active,
  name,
  count,
}: {
  href: string;
  active: boolean;
  name: string;
  count: number;
}): JSX.Element {
  return (
    <a class="tree-leaf" href={href} aria-current={active ? 'true' : undefined}>
      <span>{name}</span> <span class="tree-count">{count}</span>
    </a>
  );
}

function List({ data, ui }: { data: ParameterList; ui: Ui }): JSX.Element {
  if (data.parameters.length === 0 && data.from === 0)
    return <Empty text={ui.t('definitions.none')} act={{ href: '/parameters', label: ui.t('definitions.showAll') }} />;
  return (
    <DataTable<ParameterHit>
      ui={ui}
      caption={ui.t('nav.parameters')}
      rows={data.parameters}
      rowKey={(row) => row.code}
      href={(row) => `/parameters/${encodeURIComponent(row.code)}`}
      empty={ui.t('definitions.none')}
      first={data.from > 0 ? hrefOf(data, {}) : undefined}
      next={data.next === null ? undefined : hrefOf(data, { from: data.next })}
      total={data.total}
      columns={[
        { key: 'name', head: ui.t('definitions.name'), cell: (row) => <Name row={row} ui={ui} /> },
        { key: 'code', head: ui.t('definitions.code'), cell: (row) => <Marked text={row.code} marks={row.marks} /> },
        { key: 'state', head: ui.t('definitions.confidence'), cell: (row) => <Standing row={row} ui={ui} /> },
        { key: 'unit', head: ui.t('field.unit'), cell: (row) => row.unit ?? '—' },
        { key: 'basis', head: ui.t('definitions.basis'), cell: (row) => <Clipped text={row.basis} row={row} /> },
      ]}
    />
  );
}

function Standing({ row, ui }: { row: ParameterHit; ui: Ui }): JSX.Element {
  return (
    <span class="standing">
      {row.accredited ? <Pill tone="teal" shape="✓" word={ui.t('definitions.standing.accredited')} /> : null}
      {row.accredited && row.confidence === 'high' ? null : <ConfidenceMark ui={ui} confidence={row.confidence} />}
    </span>
  );
}

/** One line of a text; all of it in the tip. A part that was found is never cut off. */
function Clipped({ text, row }: { text: string; row: ParameterHit }): JSX.Element {
  const isFound = row.marks.some((mark) => mark.text === text);
  return (
    <span class={isFound ? 'clip-none' : 'clip'} title={isFound ? undefined : text}>
      <Marked text={text} marks={row.marks} />
    </span>
  );
}

/** The name, and beneath it the other name by which it was found. */
function Name({ row, ui }: { row: ParameterHit; ui: Ui }): JSX.Element {
  const shown = row.name[ui.lang];
  const others = row.marks.filter(({ field, text }) => (field === 'name' || field === 'alias') && text !== shown);
  return (
    <>
      <Clipped text={shown} row={row} />
      {others.slice(0, 1).map((mark) => (
        <small key={mark.text} class="also">
          <Marked text={mark.text} marks={row.marks} />
        </small>
      ))}
    </>
  );
}
