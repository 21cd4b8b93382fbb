import type { JSX } from 'preact';
import { Card, chinaTime, DataTable, PageHead, Tabs, type Ui } from '../ui/index.ts';
import type { TemplateLine, Templates } from './templates.show.ts';

/** 检验批模板: by form and parameter; where none is defined the default of the method holds. */
export function TemplatesView({ data, ui }: { data: Templates; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/runs">{ui.t('run.title')}</a>}
        title={ui.t('run.templates')}
        note={ui.t('run.templatesLead')}
      />
      <Tabs
        label={ui.t('field.state')}
        tabs={[
          { href: '/runs/templates', label: ui.t('run.active'), active: !data.retired },
          { href: '/runs/templates?retired=on', label: ui.t('run.retired'), active: data.retired },
        ]}
      />
      {ui.may('run.template') ? (
        <form class="d-flex flex-wrap gap-2 mb-3" action="/runs/templates/new" method="get">
          <select
            class="form-select flex-fill register-search"
            name="formCode"
            required
            aria-label={ui.t('field.formCode')}
          >
            <option value="">{ui.t('run.chooseForm')}</option>
            {data.forms.map(({ code, title }) => (
              <option key={code} value={code}>
                {title[ui.lang]} ({code})
              </option>
            ))}
          </select>
          <button class="btn btn-primary flex-shrink-0">{ui.t('run.newTemplate')}</button>
        </form>
      ) : null}
      <Card flush>
        <DataTable<TemplateLine>
          ui={ui}
          caption={ui.t('run.templates')}
          rows={data.lines}
          rowKey={(line) => line.id}
          href={(line) => `/runs/templates/${line.id}`}
          empty={ui.t(data.retired ? 'run.noneRetired' : 'run.noTemplates')}
          columns={[
            { key: 'title', head: ui.t('field.templateTitle'), cell: (line) => line.title, wrap: true },
            {
              key: 'form',
              head: ui.t('field.formCode'),
              wrap: true,
              cell: (line) => line.formTitle?.[ui.lang] ?? line.form_code,
            },
            {
              key: 'parameter',
              head: ui.t('field.parameterCode'),
              wrap: true,
              cell: (line) =>
                line.parameter_code === null
                  ? ui.t('run.allParameters')
                  : `${line.parameter?.[ui.lang] ?? ''} ${line.parameter_code}`.trim(),
            },
            { key: 'rows', head: ui.t('run.controlRows'), numeric: true, cell: (line) => line.rows },
            { key: 'rules', head: ui.t('run.rules'), numeric: true, cell: (line) => line.rules },
            { key: 'author', head: ui.t('run.author'), cell: (line) => line.author },
            { key: 'at', head: ui.t('run.templateMade'), cell: (line) => chinaTime(line.created_at), deskOnly: true },
          ]}
        />
      </Card>
    </>
  );
}
