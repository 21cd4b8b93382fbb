import type { JSX } from 'preact';
import { calibrationLine, Picture } from '../plots/index.ts';
import { Card, type Ui } from '../ui/index.ts';
import { type CurveRecord, curveOf } from './curve.ts';

/** The calibration of a record as a picture: standards and line, what was read off it, residuals. Nothing where the form has none. */
export function CurveCard({ record, ui }: { record: CurveRecord; ui: Ui }): JSX.Element | null {
  const data = curveOf(record, ui.lang);
  if (!data || data.points.length < 2) return null;
  return (
    <Card>
      <Picture lang={ui.lang} scene={calibrationLine(data, { lang: ui.lang, width: 400 })} />
    </Card>
  );
}
