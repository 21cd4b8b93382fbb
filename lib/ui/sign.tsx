import type { JSX } from 'preact';
import type { Ui } from './context.ts';
import { TextField } from './field.tsx';

export interface Signed {
  id: string;
  label: string;
  /** SHA-256 of the record as it will be signed, 64 hexadecimal digits. */
  hash: string;
}

/** Enough digits to compare by eye; the whole digest is the title and stands on the paper. */
const SHOWN_DIGITS = 12;

/** The signature: what it means, what exactly is signed, and the password again. Stands inside a Form. */
export function SignBlock({
  ui,
  meaning,
  records,
  name = 'password',
}: {
  ui: Ui;
  meaning: string;
  records: readonly Signed[];
  name?: string;
}): JSX.Element {
  return (
    <fieldset class="sign">
      <legend>{ui.t('sign.title')}</legend>
      <dl class="facts">
        <div class="fact">
          <dt>{ui.t('sign.meaning')}</dt>
          <dd>
            <strong>{meaning}</strong>
          </dd>
        </div>
        <div class="fact">
          <dt>{ui.t('sign.signer')}</dt>
          <dd>{ui.user?.name ?? '—'}</dd>
        </div>
        <div class="fact fact-wide">
          <dt>{ui.t('sign.what')}</dt>
          <dd>
            <ul class="signed">
              {records.map((record) => (
                <li key={record.id}>
                  <span>{record.label}</span>
                  <code title={`${ui.t('sign.hash')} ${record.hash}`}>{record.hash.slice(0, SHOWN_DIGITS)}</code>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
      <p class="sign-statement">{ui.t('sign.statement')}</p>
      <TextField
        ui={ui}
        name={name}
        label={ui.t('sign.password')}
        type="password"
        autocomplete="current-password"
        required
      />
    </fieldset>
  );
}
