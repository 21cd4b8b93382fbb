import { anyObject, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { runMachine } from './machine.ts';
import { rowKinds } from './rows.ts';

/** Code of a form or a parameter. */
export const code = { type: 'string', pattern: '^[A-Za-z0-9-]{1,60}$' } as const;
export const qcKind = oneOf(...rowKinds.filter((kind) => kind !== 'sample'));
export const versioned = object({ id, version: integer }, ['id', 'version']);

const fields = {
  ...{ id, version: integer, number: text(), title: text(), form_code: text(), form_hash: text(), method: anyObject },
  ...{ template_id: nullable(id), rules: list(anyObject), shared: anyObject, shared_fields: list(text()) },
  ...{ instrument: nullable(text()), room: nullable(text()), sequence: nullable(anyObject) },
  ...{ state: oneOf(...runMachine.states), analyst_id: id, members: list(id), note: nullable(text(500)) },
  created_at: text(),
};
/** A run as its acts answer. */
export const runSchema = object(fields, Object.keys(fields));
