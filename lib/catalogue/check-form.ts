import { conditionNames, type FormDefinition, type Gate } from '../forms/index.ts';

/** The words that join conditions in a formula. */
const LOGIC = new Set(['and', 'or', 'not']);

/** Faults of a form that its schema cannot see: unknown names in formulas, conditions and results, fields in no group. */
export function formFaults(form: FormDefinition): string[] {
  const fields = Object.entries(form.properties).filter(([, field]) => field.type !== 'object');
  const grids = fields.flatMap(([id, field]) =>
    field.type === 'array' ? [[id, Object.keys(field.items.properties)] as const] : [],
  );
  const inputs = [
    ...fields.filter(([, field]) => field.type === 'string').map(([id]) => id),
    ...grids.flatMap(([, columns]) => columns),
  ];
  const calcs = form['x-calc'] ?? [];
  const constants = (form['x-constants'] ?? []).map(({ id }) => id);
  const names = new Set([...inputs, ...grids.map(([id]) => id), ...calcs.map(({ id }) => id), ...constants]);
  const gates = [...(form['x-gates'] ?? []), ...(form['x-criteria'] ?? [])];
  const grouped = form['x-groups'].flatMap((group) => group.fields);
  const {
    kind: _kind,
    text: _text,
    print: _print,
    lod: _lod,
    is: _is,
    values: _values,
    notDetected,
    and,
    beyond,
    range,
    retest,
    grid,
    plates = [],
    steps = [],
    individuals = [],
    ...parts
  } = form['x-result'];
  return [
    ...repeated([...inputs, ...grids.map(([id]) => id)]).map((id) => `field ${id} stands twice`),
    ...[...new Set(calcs.map(({ id }) => id))]
      .filter((id) => inputs.includes(id) || constants.includes(id))
      .map((id) => `calculation ${id} has the name of a field or constant`),
    ...calcs.flatMap(({ id, expr }) =>
      unknown(expr, names).map((name) => `calculation ${id}: ${name} is no field, calculation or constant`),
    ),
    ...calcs
      .filter(({ each }) => each !== undefined && !grids.some(([id]) => id === each))
      .map(({ id, each }) => `calculation ${id}: there is no grid ${each ?? ''}`),
    ...gates.flatMap((gate) => gateFaults(gate, names)),
    ...[
      ...fields.flatMap(([, field]) => {
        if (field.type === 'object') return [];
        const columns = field.type === 'array' ? Object.values(field.items.properties) : [];
        return [field, ...columns].map((one) => one['x-when']);
      }),
      ...calcs.map(({ when }) => when),
      ...gates.map(({ when }) => when),
      ...steps.map(({ when }) => when),
      ...(form['x-constants'] ?? []).map(({ when }) => when),
    ]
      .flatMap(conditionNames)
      .filter((name) => !names.has(name))
      .map((name) => `condition: ${name} is unknown`),
    ...grouped.filter((id) => !fields.some(([field]) => field === id)).map((id) => `group: there is no field ${id}`),
    ...fields.filter(([id]) => !grouped.includes(id)).map(([id]) => `field ${id} stands in no group`),
    ...[
      ...Object.values(parts),
      ...plates,
      ...[individuals].flat(),
      ...steps.flatMap((step) => [step.value, step.bound]),
      ...[notDetected?.field, and?.field, beyond?.field, retest?.limit],
      ...(retest ? [retest.given] : []),
      ...(range ? [range.field, range.value, range.low, range.high] : []),
    ].flatMap((name) => (typeof name === 'string' && !names.has(name) ? [`result: ${name} is unknown`] : [])),
    ...fields.flatMap(([id, field]) =>
      field.type === 'array'
        ? [field['x-grid'].beside ?? []]
            .flat()
            .filter((other) => other === id || !grids.some(([one]) => one === other))
            .map((other) => `grid ${id}: there is no grid ${other} to stand beside`)
        : [],
    ),
    ...[grid, range?.grid, ...gates.map(({ each }) => each)]
      .filter((id) => id !== undefined && !grids.some(([one]) => one === id))
      .map((id) => `result or gate: there is no grid ${id ?? ''}`),
  ];
}

function gateFaults(gate: Gate, names: Set<string>): string[] {
  const bounds = [gate.min, gate.max]
    .filter((bound) => bound !== undefined && !/^-?\d/.test(bound) && !names.has(bound))
    .map((bound) => `gate ${gate.id}: ${bound ?? ''} is no constant`);
  const field =
    gate.field !== undefined && !names.has(gate.field) ? [`gate ${gate.id}: there is no field ${gate.field}`] : [];
  return [...bounds, ...field, ...unknown(gate.expr ?? '', names).map((name) => `gate ${gate.id}: ${name} is unknown`)];
}

/** The names of an expression that mean nothing. Names before a bracket are functions; core/formula.ts knows those. */
function unknown(expr: string, names: Set<string>): string[] {
  return [...expr.matchAll(/[A-Za-z_]\w*(?!\w*\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !names.has(name) && !LOGIC.has(name));
}

function repeated(list: string[]): string[] {
  return list.filter((id, i) => list.indexOf(id) !== i);
}
