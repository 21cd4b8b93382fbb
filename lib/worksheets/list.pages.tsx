import { page } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { code } from './list.schema.ts';
import { type ListInput, listRuns, type RunList, scopes } from './list.ts';
import { RunListView } from './list.view.tsx';

export const listPage = page<ListInput, RunList>({
  name: 'run.list',
  path: '/runs',
  needs: 'run.read',
  input: object({ scope: oneOf(...scopes), q: text(100), parameterCode: code, onDay: date, after: id }),
  answer: object(
    {
      ...{ scope: oneOf(...scopes), q: text(), parameterCode: nullable(text()), onDay: nullable(text()) },
      ...{ counts: list(anyObject), lines: list(anyObject), first: boolean, next: nullable(id) },
    },
    ['scope', 'q', 'parameterCode', 'onDay', 'counts', 'lines', 'first', 'next'],
  ),
  load: listRuns,
  title: (_data, ui) => ui.t('run.title'),
  view: (data, ui) => <RunListView data={data} ui={ui} />,
});
