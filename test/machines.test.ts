import { expect } from 'chai';
import { capabilityMachine } from '../lib/capability/index.ts';
import { actionMachine, comparisonMachine, participantMachine } from '../lib/comparisons/index.ts';
import { authorisationMachine } from '../lib/competence/index.ts';
import {
  alarmMachine,
  anomalyMachine,
  chartMachine,
  planMachine as controlPlanMachine,
  holdMachine,
  limitsMachine,
  lineMachine,
} from '../lib/control/index.ts';
import { type Actor, available, diagram, type Machine, next, obstacles } from '../lib/core/machine.ts';
import { Refusal } from '../lib/core/refusal.ts';
import { caseMachine } from '../lib/disposals/index.ts';
import { draftMachine } from '../lib/editions/index.ts';
import { excursionMachine } from '../lib/environment/index.ts';
import { eventMachine, instrumentMachine, nonconformityMachine } from '../lib/equipment/index.ts';
import { improvementMachine } from '../lib/improvement/index.ts';
import { instrumentFileMachine, instrumentProfileMachine } from '../lib/instruments/index.ts';
import { investigationMachine } from '../lib/investigations/index.ts';
import { may, permissions } from '../lib/kernel/access.ts';
import { openDatabase } from '../lib/kernel/database.ts';
import { roles } from '../lib/kernel/roles.ts';
import type { Role } from '../lib/kernel/types.ts';
import { messages } from '../lib/messages/index.ts';
import { sopMachine, verificationMachine } from '../lib/methods/index.ts';
import { correctiveMachine, planMachine, roundMachine } from '../lib/proficiency/index.ts';
import { objectionMachine, reinspectionMachine } from '../lib/reinspection/index.ts';
import { reportMachine } from '../lib/reports/index.ts';
import { sampleMachine } from '../lib/samples/index.ts';
import { portionMachine } from '../lib/samples/machine.ts';
import { samplingMachine } from '../lib/samplings/index.ts';
import { riskMachine, signalMachine } from '../lib/signals/index.ts';
import { overrideMachine, testMachine } from '../lib/testing/index.ts';
import { penaltyMachine, recallMachine, sectionMachine, seizureMachine, transferMachine } from '../lib/tracks/index.ts';
import { budgetMachine } from '../lib/uncertainty/index.ts';
import { noticeMachine, statisticsMachine, uploadMachine } from '../lib/uploads/index.ts';
import { settlementMachine } from '../lib/worksheets/index.ts';
import { freshDatabase } from './support/engines.ts';

type Any = Machine<string, string, object>;

/** A machine asks for its own kind of subject; here all are asked alike, each with a subject of its kind. */
const plain = (machine: object): Any => machine as Any;

/** A subject that no guard objects to when `me` moves it, and the table whose column holds the states. */
interface Case {
  machine: Any;
  table: string;
  free: object;
}

const finished = { complete: true, missing: [], problems: [], verdict: { verdict: 'conforms' } };
const test = {
  analyst_id: 'me',
  reviewer_id: null,
  officers: ['s1', 's2'],
  batch: 'testing',
  chain: [],
  outcome: finished,
};
/** A track of one's own authority, in a case that runs. */
const track = { own: true, audits: true, caseOpen: true, cancelled: false };
const cases: Case[] = [
  { machine: plain(uploadMachine), table: 'uploads', free: { made_by: 'somebody else' } },
  { machine: plain(statisticsMachine), table: 'statistics_reports', free: { writers: ['somebody else'] } },
  { machine: plain(noticeMachine), table: 'public_notices', free: {} },
  { machine: plain(samplingMachine), table: 'samplings', free: { officers: ['me'], created_by: 'me' } },
  { machine: plain(portionMachine), table: 'portions', free: {} },
  { machine: plain(sampleMachine), table: 'samples', free: {} },
  { machine: plain(testMachine), table: 'tests', free: test },
  {
    machine: plain(reportMachine),
    table: 'reports',
    free: { chain: [], openItems: 0, refusals: [], returned_reason: null },
  },
  {
    machine: plain(caseMachine),
    table: 'cases',
    free: {
      ...{
        report_id: 'r',
        conclusion: 'overturned',
        open: [],
        fillers: [],
        tellers: ['somebody else'],
        conforming: true,
      },
    },
  },
  {
    machine: plain(reinspectionMachine),
    table: 'reinspections',
    free: {
      ...{
        against: [],
        portion: [],
        created_by: 'somebody else',
        issued: true,
        ours: true,
        standing: 'own',
        handedOver: true,
      },
    },
  },
  {
    machine: plain(objectionMachine),
    table: 'objections',
    free: {
      ...{
        assigned_to: 'me',
        answered_by: 'somebody else',
        kind: 'result',
        proposed: 'rejected',
        verified: null,
        proofs: 1,
      },
    },
  },
  { machine: plain(authorisationMachine), table: 'authorisations', free: { user_id: 'somebody else' } },
  { machine: plain(overrideMachine), table: 'overrides', free: { asked_by: 'me', chain: [] } },
  {
    machine: plain(investigationMachine),
    table: 'investigations',
    free: {
      ...{ hypothesis: 'why', unanswered: 0, forbidden: false, analysts: [], deciders: [], first_verdict: 'conforms' },
      retests: { planned: 2, reviewed: 2 },
    },
  },
  { machine: plain(draftMachine), table: 'drafts', free: { author_id: 'me' } },
  { machine: plain(capabilityMachine), table: 'capabilities', free: { suspended_by: null } },
  { machine: plain(sopMachine), table: 'sop_versions', free: { author_id: 'me' } },
  { machine: plain(verificationMachine), table: 'verifications', free: { author_id: 'me' } },
  { machine: plain(budgetMachine), table: 'uncertainty_budgets', free: { author_id: 'me' } },
  { machine: plain(planMachine), table: 'pt_plans', free: { author_id: 'somebody else' } },
  {
    machine: plain(roundMachine),
    table: 'pt_rounds',
    free: {
      ...{ bench: [], deadline_at: '2026-11-20T09:00:00.000Z', now: '2026-11-23T01:00:00.000Z', today: '2026-11-23' },
      ...{ late_asked_by: 'somebody else', late_by: null, appeal_to: '2026-12-01', unscored: [], open: 0 },
    },
  },
  {
    machine: plain(correctiveMachine),
    table: 'pt_correctives',
    free: { opened_by: 'somebody else', doers: [], missing: [] },
  },
  {
    machine: plain(instrumentMachine),
    table: 'instruments',
    free: {
      ...{ traceability: 'calibration', due_on: '2027-01-10', today: '2026-11-23', cause: 'fault' },
      ...{ since: '2026-11-01', checked_on: '2026-11-02' },
    },
  },
  {
    machine: plain(eventMachine),
    table: 'instrument_events',
    free: { kind: 'calibration', recorded_by: 'me', custodian: null, name: '' },
  },
  {
    machine: plain(nonconformityMachine),
    table: 'nonconformities',
    free: { raised_by: 'somebody else', handled_by: 'somebody else' },
  },
  {
    machine: plain(improvementMachine),
    table: 'improvements',
    free: {
      ...{ kind: 'preventive', owner_id: 'somebody else', executors: [], involved: [], corrective: 0, elsewhere: 0 },
      ...{ acknowledged: true, answered: true, actions: 1, open: 0, verify_from: '2026-11-23', today: '2026-11-23' },
    },
  },
  { machine: plain(signalMachine), table: 'signals', free: {} },
  { machine: plain(instrumentFileMachine), table: 'instrument_files', free: { run: 'open', people: ['me'] } },
  { machine: plain(instrumentProfileMachine), table: 'instrument_profiles', free: {} },
  {
    machine: plain(riskMachine),
    table: 'risks',
    free: { executors: [], listed_by: 'somebody else', measures: 1, open: 0 },
  },
  {
    machine: plain(excursionMachine),
    table: 'excursions',
    free: { assessed_by: 'somebody else', ended: '2026-03-10T10:00' },
  },
  { machine: plain(controlPlanMachine), table: 'qc_plans', free: { author_id: 'somebody else' } },
  { machine: plain(lineMachine), table: 'qc_lines', free: { plan: 'approved' } },
  { machine: plain(anomalyMachine), table: 'qc_anomalies', free: { responsible_id: 'somebody else' } },
  { machine: plain(chartMachine), table: 'control_charts', free: {} },
  { machine: plain(limitsMachine), table: 'control_limits', free: { proposed_by: 'somebody else' } },
  { machine: plain(alarmMachine), table: 'control_alarms', free: { analysts: ['somebody else'] } },
  { machine: plain(holdMachine), table: 'result_holds', free: { analysts: ['somebody else'] } },
  { machine: plain(settlementMachine), table: 'run_settlements', free: { typists: ['somebody else'] } },
  {
    machine: plain(comparisonMachine),
    table: 'comparisons',
    free: {
      ...{ author_id: 'somebody else', evaluated_by: 'somebody else', unchecked: [], items: 1, inhomogeneous: [] },
      ...{ joined: 2, least: 2, unitsShort: 0, openUntil: null, unsettled: 0 },
    },
  },
  { machine: plain(participantMachine), table: 'comparison_participants', free: {} },
  { machine: plain(actionMachine), table: 'comparison_actions', free: {} },
  { machine: plain(sectionMachine), table: 'track_sections', free: { ...track, fillers: ['somebody else'] } },
  { machine: plain(seizureMachine), table: 'track_seizures', free: { ...track, reported_on: null } },
  { machine: plain(recallMachine), table: 'track_recalls', free: track },
  {
    machine: plain(penaltyMachine),
    table: 'track_penalties',
    free: { ...track, served_on: null, published_on: null, passed_on: null, elsewhere: 'another province' },
  },
  {
    machine: plain(transferMachine),
    table: 'track_transfers',
    free: {
      ...{ ...track, created_by: 'somebody else', officers: ['one', 'two'], name: 'me', kind: 'crime', missing: '' },
      outcome: 'refused',
    },
  },
];

const actor = (held: readonly string[], id = 'me'): Actor => ({
  id,
  roles: held,
  may: (permission) => may(held as Role[], permission),
});
const everybody = actor(roles);
/** Guards that only an analyst of the own record passes, and those that only another person passes. */
const subjectFor = ({ machine, free }: Case, move: string): object =>
  (machine.name === 'definition' && ['return', 'release'].includes(move)) ||
  (machine.name === 'sop' && move === 'approve') ||
  (machine.name === 'verification' && ['return', 'conclude'].includes(move)) ||
  (machine.name === 'uncertainty' && ['return', 'confirm'].includes(move))
    ? { ...free, author_id: 'somebody else' }
    : machine.name === 'override' && move !== 'withdraw'
      ? { ...free, asked_by: 'somebody else' }
      : machine.name === 'equipment-event' && move === 'confirm'
        ? { ...free, recorded_by: 'somebody else' }
        : machine.name === 'control-anomaly' && move === 'answer'
          ? { ...free, responsible_id: 'me' }
          : machine.name === 'transfer' && move === 'goods'
            ? { ...free, outcome: 'filed' }
            : machine.name === 'test' && !['record', 'submit'].includes(move)
              ? { ...free, analyst_id: 'somebody else' }
              : free;

for (const own of cases) {
  const { machine, table } = own;
  describe(`machine ${machine.name}`, () => {
    const moves = Object.keys(machine.moves);

    it('DI-24 every state × every move: goes where the table says, or refuses with the state it stands in', () => {
      for (const state of machine.states) {
        for (const move of moves) {
          const arrow = machine.moves[move]!;
          const subject = { ...subjectFor(own, move), state };
          if (arrow.from.includes(state)) {
            expect(next(machine, move, subject, everybody), `${state} ${move}`).to.equal(arrow.to);
            expect(available(machine, subject, everybody)).to.deep.include({ move, obstacles: [] });
            continue;
          }
          expect(() => next(machine, move, subject, everybody), `${state} ${move}`).to.throw(Refusal, 'machine.state');
          expect(obstacles(machine, move, subject, everybody)[0]?.params).to.include({ state, move });
          expect(available(machine, subject, everybody).map((one) => one.move)).not.to.include(move);
        }
      }
    });

    it('SE-11 every move asks for a permission of the table; who does not hold it is refused and sees no button', () => {
      for (const move of moves) {
        const arrow = machine.moves[move]!;
        expect(permissions as string[], move).to.include(arrow.needs);
        const state = arrow.from[0]!;
        for (const role of roles) {
          const subject = { ...subjectFor(own, move), state };
          const reasons = obstacles(machine, move, subject, actor([role]));
          if (may([role], arrow.needs)) expect(reasons, `${role} ${move}`).to.deep.equal([]);
          else expect(reasons[0]?.id, `${role} ${move}`).to.equal('machine.permission');
        }
        expect(available(machine, { ...own.free, state }, actor([]))).to.deep.equal([]);
      }
    });

    it('reaches every state from the first, and names only its own', () => {
      const reached = new Set([machine.initial]);
      for (let before = 0; before !== reached.size; ) {
        before = reached.size;
        for (const arrow of Object.values(machine.moves))
          if (arrow.from.some((state) => reached.has(state))) reached.add(arrow.to);
      }
      for (const { from, to } of Object.values(machine.moves)) expect(machine.states).to.include.members([...from, to]);
      // A withdrawn report and a portion in test belong to the next issues: the column holds them, no move leads there yet.
      const later: Record<string, string[]> = { report: ['withdrawn'], portion: ['in-test'] };
      expect(machine.states.filter((state) => !reached.has(state))).to.deep.equal(later[machine.name] ?? []);
    });

    it('has the states that its column takes, and a word for each in both languages', async () => {
      const fresh = await freshDatabase('sqlite');
      const db = await openDatabase(fresh.place);
      const { sql } = await db
        .read('sqlite_master')
        .where({ type: 'table', name: table })
        .first<{ sql: string }>('sql');
      await db.close();
      await fresh.drop();
      const listed = /state text not null check \(state in \(([^)]*)\)/.exec(sql)?.[1]?.match(/[\w-]+/g) ?? [];
      expect(listed).to.have.members([...machine.states]);
      for (const state of machine.states) {
        const key = `state.${state}`;
        expect(messages.zh, key)
          .to.have.property(key)
          .that.matches(/[\u4e00-\u9fff]/);
        expect(messages.en).to.have.property(key);
      }
    });

    it('draws a diagram that holds every move', () => {
      const text = diagram(machine);
      for (const move of moves) expect(text).to.match(new RegExp(`: ${move}$`, 'm'));
    });
  });
}

describe('separation of duties (DI-10)', () => {
  const ids = (move: string, change: object, id = 'me') =>
    obstacles(
      plain(testMachine),
      move,
      { ...test, state: (testMachine.moves as Any['moves'])[move]!.from.at(-1)!, ...change },
      actor(roles, id),
    ).map((reason) => reason.id);

  it('who drew the sample neither gets the test, records, submits, reviews nor approves it', () => {
    expect(ids('assign', { candidate: { id: 's1', roles: ['analyst'] } })).to.include('assign.sampler');
    for (const move of ['record', 'submit', 'review', 'return', 'sendBack', 'lock'])
      expect(
        ids(move, { officers: ['me'], analyst_id: move === 'record' || move === 'submit' ? 'me' : 'x' }),
        move,
      ).to.deep.equal(['test.sampler']);
  });

  it('the analyst does not review, and only the own analyst records and submits', () => {
    expect(ids('review', {})).to.deep.equal(['review.own']);
    expect(ids('return', {})).to.deep.equal(['review.own']);
    for (const move of ['record', 'submit'])
      expect(ids(move, { analyst_id: 'x' }), move).to.deep.equal(['test.not-mine']);
  });

  it('who analysed or reviewed does not approve; who sampled, analysed, reviewed or approved does not issue', () => {
    expect(ids('lock', { analyst_id: 'x', chain: ['me'] })).to.deep.equal(['approval.chain']);
    const issue = obstacles(
      plain(reportMachine),
      'issue',
      { state: 'drafted', chain: ['me'], openItems: 2, returned_reason: 'x', refusals: [] } as object & {
        state: string;
      },
      everybody,
    );
    expect(issue.map(({ id }) => id)).to.have.members(['report.chain', 'report.open', 'report.returned']);
  });

  it('a terminated batch is tested no further', () => {
    for (const move of ['assign', 'record', 'submit'])
      expect(ids(move, { batch: 'terminated' }), move).to.deep.equal(['test.terminated']);
  });
});
