import type { Paper } from '../pdf/paper.ts';
import { calibrationLine, drawScene, sceneHeight } from '../plots/index.ts';
import { type CurveRecord, curveOf } from './curve.ts';

const WIDTH = { pixels: 540, points: 300 };

/** The calibration of a record on paper, in grey. Nothing where the form has none. */
export function drawCurve(paper: Paper, record: CurveRecord): void {
  const data = curveOf(record, 'zh');
  if (!data || data.points.length < 2) return;
  const scene = calibrationLine(data, { lang: 'zh', width: WIDTH.pixels });
  paper.room(sceneHeight(paper, scene, WIDTH.points) + 8);
  paper.y += 4;
  paper.y += drawScene(paper, scene, { x: paper.left + 10, y: paper.y, width: WIDTH.points, grey: true }) + 4;
}
