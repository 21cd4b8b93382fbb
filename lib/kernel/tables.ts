import type { Knex } from 'knex';

/** Every table of the product: which columns hold JSON, which hold secrets, and why a table may stay outside the audit trail (DI-01). */
export interface Table {
  json: readonly string[];
  /** Columns whose value enters the trail only as a SHA-256 (a password hash must not be readable there). */
  secret?: readonly string[];
  /** Reviewed reason why rows of this table are not audited one by one. */
  exempt?: string;
}

export const tables = {
  users: { json: ['roles'], secret: ['password_hash'] },
  organisations: { json: [] },
  internal_samples: { json: [] },
  settings: { json: ['value'], secret: ['secret'] },
  samplings: { json: ['officers', 'fields'] },
  portions: { json: [] },
  receipts: { json: ['checks', 'grounds'] },
  samples: { json: ['spec_answers'] },
  tests: { json: ['item', 'readings', 'outcome', 'attachments', 'hands', 'returned_cells', 'oddities', 'supplement'] },
  investigations: { json: ['rules', 'checklist', 'urgent'] },
  investigation_answers: { json: ['file'] },
  investigation_files: { json: ['file'] },
  terminations: { json: ['proof', 'told'] },
  run_templates: { json: ['rows', 'shared_fields', 'rules'] },
  worksheets: { json: ['method', 'rules', 'shared', 'shared_fields', 'sequence', 'members'] },
  worksheet_rows: { json: ['readings', 'outcome'] },
  run_settlements: { json: ['failing', 'tests'] },
  reports: { json: ['content'] },
  cases: { json: ['items', 'urgent'] },
  case_recipients: { json: [] },
  case_tracks: { json: [] },
  case_events: { json: ['params'] },
  case_documents: { json: ['content'] },
  track_sections: { json: ['data', 'files', 'fillers'] },
  track_seizures: { json: [] },
  track_recalls: { json: [] },
  recall_reports: { json: [] },
  track_penalties: { json: ['measures'] },
  track_transfers: { json: ['officers', 'papers', 'goods', 'files'] },
  reinspections: {
    json: [
      'product',
      'applicant',
      'items',
      'papers',
      'laboratory',
      'fee',
      'grounds',
      'request',
      'hand_over',
      'result',
      'sent',
      'documents',
    ],
  },
  objections: { json: ['objector', 'files', 'verification'] },
  sample_holds: { json: [] },
  retentions: { json: [] },
  custody_moves: { json: [] },
  portion_disposals: { json: [] },
  clocks: { json: ['pauses', 'extensions', 'snapshot'] },
  clock_rules: { json: ['body'] },
  calendar_feeds: { json: [], secret: ['token_hash'] },
  capabilities: { json: [] },
  capability_changes: { json: [] },
  capability_projects: { json: [] },
  capability_tasks: { json: [] },
  standards: { json: [] },
  standard_checks: { json: [] },
  sops: { json: ['readers'] },
  sop_versions: { json: [] },
  sop_readings: { json: [] },
  sop_reviews: { json: [] },
  verifications: { json: ['data', 'limits', 'computed'] },
  uncertainty_budgets: { json: ['body', 'computed', 'simulated'] },
  staff: { json: ['specimen'] },
  authorisations: { json: ['document', 'pauses'] },
  trainings: { json: ['document'] },
  delegations: { json: [] },
  materials: { json: ['suitability', 'blocked', 'certificate'] },
  material_parents: { json: [] },
  material_moves: { json: [] },
  standardisations: { json: ['readings', 'factors', 'reasons'] },
  instruments: { json: ['serves', 'limits'] },
  instrument_states: { json: ['limits'] },
  instrument_events: { json: ['points', 'file', 'checks', 'limits'] },
  instrument_impacts: { json: [] },
  instrument_uses: {
    json: [],
    exempt: 'derived from the readings of a test by the database; the event of the test names them',
  },
  material_uses: {
    json: [],
    exempt: 'derived from the readings of a test by the database; the event of the test names them',
  },
  instrument_profiles: { json: ['mapping'] },
  instrument_files: { json: ['detected', 'reading'] },
  instrument_file_lines: {
    json: ['payload', 'rows', 'cells', 'flags', 'reasons'],
    exempt:
      'read from the kept bytes of the file, whose event names the digest of all lines; what people decide about one is a row of its own',
  },
  instrument_file_tests: { json: [], exempt: 'which tests a line of a file concerns; written with the line' },
  instrument_file_decisions: { json: [] },
  instrument_connections: { json: [] },
  weighings: { json: [] },
  nonconformities: { json: [] },
  overrides: { json: ['params'] },
  improvements: { json: ['involved', 'complaint', 'executors'] },
  improvement_links: { json: [] },
  improvement_actions: { json: [] },
  improvement_steps: { json: ['data'] },
  improvement_files: { json: ['file'] },
  deputy_signatures: { json: [] },
  pt_providers: { json: [] },
  pt_plans: { json: [] },
  pt_plan_lines: { json: ['parameters'] },
  pt_rounds: { json: ['registration', 'receipt', 'submission', 'report', 'appeal'] },
  pt_items: { json: ['figures', 'participants', 'judged'] },
  pt_correctives: { json: [] },
  pt_steps: { json: ['file'] },
  rooms: { json: ['limits'] },
  sensors: { json: [], secret: ['token_hash'] },
  room_readings: { json: [], exempt: 'append-only; the event of each delivery names how many and the digest of all' },
  excursions: { json: ['bounds', 'impact'] },
  comparisons: { json: ['evaluation'] },
  comparison_items: { json: ['design'] },
  comparison_checks: { json: ['data', 'result'] },
  comparison_participants: { json: [] },
  comparison_units: { json: [] },
  comparison_results: { json: [], secret: ['sealed'] },
  comparison_actions: { json: ['reply_file'] },
  qc_plans: { json: [] },
  qc_lines: { json: ['criterion', 'data', 'judgement'] },
  qc_anomalies: { json: [] },
  control_charts: { json: ['rules', 'codes'] },
  control_chart_parameters: { json: [], exempt: 'written with the chart, whose event names the codes' },
  control_limits: { json: [] },
  control_points: { json: ['readings', 'violations'] },
  control_notes: { json: [] },
  control_alarms: { json: ['rules'] },
  result_holds: { json: [] },
  batch_facts: { json: [], exempt: 'derived by the database from the issued report and its case, whose events say it' },
  item_facts: { json: [], exempt: 'derived by the database from the issued report and its case, whose events say it' },
  case_scopes: {
    json: [],
    exempt: 'derived by the database from the case, its parties, tracks and clocks, whose events say it',
  },
  signal_runs: { json: ['figures'] },
  signals: { json: ['parts', 'figures'] },
  risks: { json: ['executors'] },
  risk_measures: { json: [] },
  risk_steps: { json: ['file'] },
  uploads: { json: ['asked'] },
  upload_batches: { json: ['content'] },
  statistics_reports: { json: ['figures', 'blocks', 'writers'] },
  public_notices: { json: ['lines'] },
  public_notice_cases: { json: [] },
  instrument_times: {
    json: [],
    exempt: 'derived from the readings of a record when it is signed; the event of the record names them',
  },
  weighing_minutes: { json: [], exempt: 'derived from the trail of a record when it is signed' },
  reading_prints: { json: [], exempt: 'a digest of the readings of a record, whose event has them' },
  implausibilities: { json: ['params'] },
  drafts: { json: ['body'] },
  confirmations: { json: [] },
  signatures: { json: [] },
  sessions: {
    json: [],
    exempt: 'sign-in, sign-out and lock are events of the user; the row is only the technical carrier',
  },
  counters: { json: [], exempt: 'each number drawn stands in the event of the row that bears it' },
  barcodes: { json: [], exempt: 'written with the portion or report whose event names the code' },
  files: { json: [], exempt: 'content-addressed and never changed; the owning row names the hash' },
  definitions: { json: ['body'], exempt: 'content-addressed and never changed; loading is one event' },
  releases: {
    json: [],
    exempt:
      'append-only; what came with the program is one event with the digest of the list, what the institute releases stands with its hash in the event of the draft',
  },
  release_sets: { json: [], exempt: 'which files were compared last; each difference found is a release' },
  daily_runs: { json: [], exempt: 'which process did the work of a day; what the work wrote has its own events' },
  idempotency: { json: [], exempt: 'answers kept for seven days, no record of the laboratory' },
  audit: { json: ['body'], exempt: 'the trail itself' },
  audit_head: { json: [], exempt: 'the head of the trail' },
  migrations: { json: [], exempt: 'which migrations ran; written by the program before anybody can sign in' },
  checkpoints: { json: [], exempt: 'signed heads of the trail' },
} satisfies Record<string, Table>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];
export const auditedTables = tableNames.filter((name) => !(tables[name] as Table).exempt);

export const tableOf = (name: TableName): Table => tables[name];

/** Row as the program holds it → row as the database stores it (JSON columns as text). */
export function encode(name: TableName, row: object): Record<string, Knex.Value> {
  const out: Record<string, Knex.Value> = { ...row };
  for (const column of tableOf(name).json) {
    if (column in out && out[column] !== null && out[column] !== undefined) out[column] = JSON.stringify(out[column]);
  }
  return out;
}

/** Row as the database stores it → row as the program holds it. */
export function decode<T>(name: TableName, row: object): T {
  const out: Record<string, unknown> = { ...row };
  for (const column of tableOf(name).json) {
    const stored = out[column];
    if (typeof stored === 'string') out[column] = JSON.parse(stored);
  }
  return out as T;
}

/** One row by its id, decoded, or undefined. */
export async function find<T>(db: Knex, name: TableName, where: object): Promise<T | undefined> {
  const row = await db(name).where(where).first();
  return row === undefined ? undefined : decode<T>(name, row);
}

/** All rows that match, decoded, in the given order. */
export async function list<T>(db: Knex, name: TableName, where: object, orderBy: string): Promise<T[]> {
  const rows: object[] = await db(name).where(where).orderBy(orderBy);
  return rows.map((row) => decode<T>(name, row));
}
