import type { JSX } from 'preact';
import { Card, Form, FormFoot, PageHead, Pill, SelectField, TextField, type Ui } from '../ui/index.ts';
import type { EditionSheet } from './editions.ts';
import { confirmationText } from './marks.tsx';
import { SectionList } from './sections.view.tsx';

const SHORT = 12;
const path = ({ kind, code }: { kind: string; code: string }): string =>
  `/editions/${kind}/${encodeURIComponent(code)}`;

/** One edition whole, with what was confirmed of it. */
export function EditionView({ data, ui }: { data: EditionSheet; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href={path(data)}>{`${ui.t('editions.title')} ${data.code}`}</a>}
        title={data.title}
        note={
          <>
            <code>{data.hash.slice(0, SHORT)}</code>
            {data.current ? (
              <Pill tone="green" shape="●" word={ui.t('editions.current')} />
            ) : (
              <span>{ui.t('editions.earlier')}</span>
            )}
          </>
        }
      >
        <a class="btn" href={`${path(data)}/${data.hash}/definition.json`}>
          {ui.t('editions.exportJson')}
        </a>
        {data.kind === 'specification' ? (
          <a class="btn" href={`/editions/specification/${encodeURIComponent(data.code)}/${data.hash}/items.xlsx`}>
            {ui.t('editions.exportItems')}
          </a>
        ) : null}
      </PageHead>
      {data.kind === 'form' ? null : <Confirmations data={data} ui={ui} />}
      <SectionList sections={data.sections} ui={ui} />
    </>
  );
}

function Confirmations({ data, ui }: { data: EditionSheet; ui: Ui }): JSX.Element {
  const itemName = (seq: number | null) =>
    seq === null
      ? ui.t('editions.whole')
      : ui.t('editions.itemNo', { n: seq, name: data.items.find((one) => one.seq === seq)?.name ?? '' });
  return (
    <Card title={ui.t('editions.confirmations')} id="confirmations">
      {data.confirmations.length === 0 ? <p class="quiet">{ui.t('editions.notConfirmed')}</p> : null}
      <ul class="mb-2">
        {data.confirmations.map((one) => (
          <li key={one.at + String(one.seq)}>
            {itemName(one.seq)}
            {ui.t('editions.colon')}
            {confirmationText(ui, one)}
          </li>
        ))}
      </ul>
      {ui.may('catalogue.release') ? (
        <Form ui={ui} action={`${path(data)}/confirmations`} draft="off">
          <input type="hidden" name="hash" value={data.hash} />
          <div class="edit-grid">
            {data.items.length === 0 ? null : (
              <div class="edit-3">
                <SelectField
                  ui={ui}
                  name="seq"
                  label={ui.t('field.seq')}
                  empty={ui.t('editions.whole')}
                  options={data.items.map(({ seq, name }) => ({ value: String(seq), label: `${seq}. ${name}` }))}
                />
              </div>
            )}
            <div class="edit-4">
              <TextField
                ui={ui}
                name="source"
                label={ui.t('field.source')}
                required
                maxLength={400}
                hint={ui.t('editions.sourceHint')}
              />
            </div>
            <div class="edit-2">
              <TextField ui={ui} name="page" label={ui.t('field.page')} maxLength={40} />
            </div>
            <div class="edit-3">
              <TextField ui={ui} name="seenBy" label={ui.t('field.seenBy')} required maxLength={100} />
            </div>
          </div>
          <FormFoot>
            <button class="btn btn-primary">{ui.t('editions.confirm')}</button>
          </FormFoot>
        </Form>
      ) : null}
    </Card>
  );
}
