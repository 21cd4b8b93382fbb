import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Words } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { backIn, producersOf } from './holds.ts';
import { alarmMachine } from './machine.ts';
import type { AlarmRow, ChartRow, HoldState, PointRow } from './rows.ts';
import { peopleNamed, rowOf } from './store.ts';

export interface HoldLine {
  id: string;
  state: HoldState;
  test: string;
  item: Words;
  result: string | null;
  testState: string;
  sample: string;
  sampleNumber: string;
  product: string;
  analyst: string;
  submittedAt: string | null;
  /** The report of the batch was issued before the chart spoke: whoever received it may have to be told. */
  reported: boolean;
}

export interface AlarmSheet {
  id: string;
  version: number;
  alarm: AlarmRow;
  chart: Pick<ChartRow, 'id' | 'number' | 'title' | 'quantity' | 'unit'>;
  point: PointRow;
  holds: HoldLine[];
  back: boolean;
  why: Reason[];
  names: Record<string, string>;
}

interface Joined extends Omit<HoldLine, 'item' | 'reported' | 'analyst'> {
  item: string;
  analyst: string | null;
  batch: string;
}

/** A point out of control with every result that it holds. @throws Refusal `record.missing` */
export async function showAlarm({ db, user }: Pick<Query, 'db' | 'user'>, id: string): Promise<AlarmSheet> {
  const alarm = await rowOf<AlarmRow>(db, 'control_alarms', id);
  const { number, title, quantity, unit, ...chart } = await rowOf<ChartRow>(db, 'control_charts', alarm.chart_id);
  const point = await rowOf<PointRow>(db, 'control_points', alarm.point_id);
  const found: Joined[] = await db('result_holds')
    .join('tests', 'tests.id', 'result_holds.test_id')
    .join('samples', 'samples.id', 'tests.sample_id')
    .leftJoin('users', 'users.id', 'tests.analyst_id')
    .where({ alarm_id: id })
    .orderBy(['samples.number', 'tests.seq'])
    .select({
      id: 'result_holds.id',
      state: 'result_holds.state',
      test: 'tests.id',
      item: 'tests.item',
      result: 'tests.result_text',
      testState: 'tests.state',
      sample: 'samples.id',
      sampleNumber: 'samples.number',
      product: 'samples.product_name',
      analyst: 'users.name',
      submittedAt: 'tests.submitted_at',
      batch: 'samples.state',
    });
  const subject = { ...alarm, analysts: await producersOf(db, alarm) };
  const closing = available(alarmMachine, subject, actorOf(user)).find(({ move }) => move === 'close');
  return {
    id,
    version: alarm.version,
    alarm,
    chart: { id: chart.id, number, title, quantity, unit },
    point,
    holds: found.map(({ item, batch, analyst, ...line }) => ({
      ...line,
      item: (JSON.parse(item) as { name: Words }).name,
      analyst: analyst ?? '',
      reported: batch === 'issued',
    })),
    back: await backIn(db, alarm),
    why: closing ? closing.obstacles : [{ id: 'machine.permission', params: { needs: 'control.release' } }],
    names: await peopleNamed(db, [alarm.closed_by, point.analyst_id, point.recorded_by]),
  };
}
