import { curvePlot, type PlotOptions, type Scene } from '../plots/index.ts';
import type { Spectrum } from './formats/index.ts';

/** Infrared spectra are drawn from high to low wavenumber, whichever way the file goes. */
const WAVENUMBER = /^(1\/cm|cm-1|cm\^-1|cm⁻¹|1 ?\/ ?cm|wavenumbers?)/i;

const UNIT: Record<string, string> = {
  '1/cm': 'cm⁻¹',
  nanometers: 'nm',
  micrometers: 'μm',
  seconds: 's',
  minutes: 'min',
  milliseconds: 'ms',
};

/** Units in words (JCAMP-DX) as their signs; others as they stand. */
const shown = (unit: string): string => UNIT[unit.trim().toLowerCase()] ?? unit.trim();

/** The curve of an instrument's file as a picture for page and paper. */
export function spectrumScene(spectrum: Spectrum, options: PlotOptions): Scene {
  const { title, xUnit, yUnit, points } = spectrum;
  return curvePlot(
    {
      title,
      axisX: shown(xUnit),
      axis: shown(yUnit),
      points,
      ...(WAVENUMBER.test(xUnit.trim()) && { reversed: true as const }),
    },
    options,
  );
}
