import type { JSX } from 'preact';
import { reasonText } from '../messages/index.ts';
import {
  Card,
  CheckField,
  DataTable,
  FormFoot,
  Island,
  PageHead,
  SelectField,
  TextArea,
  type Ui,
} from '../ui/index.ts';
import type { NewRun } from './compose-new.ts';
import { candidateColumns, Told } from './compose-parts.view.tsx';
import { Preview } from './compose-preview.view.tsx';
import { newHref } from './list.parts.tsx';

/** 组成检验批 in three steps, each with its own address: the method, the samples, the preview. */
export function NewRunView({ data, ui }: { data: NewRun; ui: Ui }): JSX.Element {
  const { group, draft } = data;
  return (
    <>
      <PageHead
        over={<a href="/runs">{ui.t('run.title')}</a>}
        title={ui.t('run.new')}
        note={
          group
            ? ui.t('run.newOf', { method: group.method[ui.lang], form: data.formTitle?.[ui.lang] ?? '' })
            : ui.t('run.newLead')
        }
      >
        {group ? (
          <a class="btn" href="/runs/new">
            {ui.t('run.otherMethod')}
          </a>
        ) : null}
      </PageHead>
      <Told ui={ui} tone="red" sentences={data.problems.map((reason) => reasonText(ui.lang, reason))} />
      {draft ? <Preview data={data} draft={draft} ui={ui} /> : null}
      {!draft && data.formTitle ? <Choose data={data} ui={ui} /> : null}
      {!draft && !data.formTitle ? <Methods data={data} ui={ui} /> : null}
    </>
  );
}

function Methods({ data, ui }: { data: NewRun; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('run.byMethod')} flush>
      <DataTable
        ui={ui}
        caption={ui.t('run.byMethod')}
        rows={data.groups}
        rowKey={(group) => `${group.form_hash} ${group.method.zh}`}
        href={(group) => newHref(group)}
        empty={ui.t('run.nothingWaits')}
        emptyAct={{ href: '/tests', label: ui.t('run.toMyTests') }}
        columns={[
          { key: 'method', head: ui.t('run.method'), cell: (group) => group.method[ui.lang], wrap: true },
          {
            key: 'items',
            head: ui.t('run.items'),
            wrap: true,
            cell: (group) => group.parameters.map(({ name }) => name[ui.lang]).join('、'),
          },
          { key: 'count', head: ui.t('run.tests'), numeric: true, cell: (group) => group.count },
          {
            key: 'urgent',
            head: ui.t('priority.urgent'),
            numeric: true,
            cell: (group) => (group.urgent > 0 ? group.urgent : '—'),
          },
          { key: 'due', head: ui.t('run.firstDue'), cell: (group) => group.due_on },
        ]}
      />
    </Card>
  );
}

function Choose({ data, ui }: { data: NewRun; ui: Ui }): JSX.Element {
  const { group, candidates, colleagues, templates } = data;
  return (
    <form class="form" action="/runs/new" method="get" data-compose>
      {Object.entries({
        formCode: group?.form_code ?? new URL(ui.path, 'http://here').searchParams.get('formCode'),
        edition: group?.form_hash,
        methodName: group?.method.zh,
        parameterCode: data.parameterCode,
      }).map(([name, value]) => (value ? <input key={name} type="hidden" name={name} value={value} /> : null))}
      <Card
        title={ui.t('run.candidates')}
        aside={
          candidates.length > 0 && group ? (
            <a href={newHref(group, { allOf: data.all ? '' : 'on' })}>
              {ui.t(data.all ? 'run.tickNone' : 'run.tickAll')}
            </a>
          ) : undefined
        }
        flush
      >
        <DataTable
          ui={ui}
          caption={ui.t('run.candidates')}
          rows={candidates}
          rowKey={(test) => test.id}
          empty={ui.t('run.noCandidates')}
          emptyAct={{ href: '/runs/new', label: ui.t('run.otherMethod') }}
          tone={(test) => (test.due.state === 'on-time' ? undefined : test.due.state)}
          total={candidates.length}
          columns={candidateColumns(ui, data.all)}
        />
      </Card>
      <Card>
        <div class="fields-grid">
          <TextArea
            ui={ui}
            name="codes"
            label={ui.t('field.scannedCodes')}
            hint={ui.t('run.codesHint')}
            rows={2}
            value={new URL(ui.path, 'http://here').searchParams.get('codes') ?? ''}
          />
          <SelectField
            ui={ui}
            name="runTemplate"
            label={ui.t('field.runTemplate')}
            width="half"
            empty={ui.t(templates.length > 0 ? 'run.newestTemplate' : 'run.defaultTemplate')}
            value={data.template ?? ''}
            options={[
              ...templates.map(({ id, title }) => ({ value: id, label: title })),
              ...(templates.length > 0 ? [{ value: 'default', label: ui.t('run.defaultTemplate') }] : []),
            ]}
          />
        </div>
        {colleagues.length > 0 ? (
          <details class="more" open={data.members.length > 0}>
            <summary>{ui.t('run.membersTitle')}</summary>
            <p class="mb-2">{ui.t('run.membersHint')}</p>
            <div class="fields-grid">
              {colleagues.map(({ id, name }) => (
                <CheckField
                  key={id}
                  ui={ui}
                  name="members"
                  value={id}
                  label={name}
                  checked={data.members.includes(id)}
                  width="third"
                />
              ))}
            </div>
          </details>
        ) : null}
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('run.preview')}</button>
        </FormFoot>
      </Card>
      <Island ui={ui} name="compose" />
    </form>
  );
}
