import type { JSX } from 'preact';
import { page, post } from '../kernel/routes.ts';
import { integer, object, oneOf } from '../kernel/shapes.ts';
import { Card, Form, FormFoot, PageHead, SelectField, type Ui } from '../ui/index.ts';
import { changeModes, kinds, type Modes, modes, modesOf } from './modes.ts';

const mode = oneOf(...modes);
const each = Object.fromEntries(kinds.map((kind) => [kind, mode]));

/** How strictly each register is applied, and what that means. */
function ModesView({ data, ui }: { data: Modes; ui: Ui }): JSX.Element {
  const isOpen = ui.may('validity.write');
  return (
    <>
      <PageHead title={ui.t('nav.validity')} note={ui.t('validity.lead')} />
      <Card>
        <Form ui={ui} action="/validity" draft="off">
          <div class="fields-grid">
            {kinds.map((kind) => (
              <SelectField
                key={kind}
                ui={ui}
                width="third"
                name={kind}
                label={ui.t(`field.${kind}`)}
                value={data[kind]}
                empty={false}
                disabled={!isOpen}
                options={modes.map((value) => ({ value, label: ui.t(`validity.mode.${value}`) }))}
              />
            ))}
          </div>
          {isOpen ? (
            <FormFoot>
              <button class="btn btn-primary">{ui.t('validity.save')}</button>
            </FormFoot>
          ) : null}
        </Form>
      </Card>
    </>
  );
}

export const modesPage = page<object, Modes>({
  name: 'validity.show',
  path: '/validity',
  needs: 'validity.read',
  input: object({}),
  answer: object({ ...each, version: integer }, [...kinds, 'version']),
  load: ({ db }) => modesOf(db),
  title: (_data, ui) => ui.t('nav.validity'),
  view: (data, ui) => <ModesView data={data} ui={ui} />,
});

export const modesPost = post<Modes, Modes>({
  name: 'validity.change',
  path: '/validity',
  needs: 'validity.write',
  input: object(each, [...kinds]),
  answer: object(each, [...kinds]),
  run: async (act, input) => {
    await changeModes(act, input);
    return input;
  },
  then: () => '/validity',
  on: modesPage,
});
