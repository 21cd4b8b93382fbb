/**
 * What the editions of a standard have in common: its number without year, edition and the mark of a recommended standard
 * (GB 10213-2006 and GB/T 10213-2025 are one series).
 */
export function seriesOf(number: string, edition: string | null): string {
  const at = edition ? number.lastIndexOf(edition) : -1;
  const bare = at < 0 ? number : number.slice(0, at) + number.slice(at + (edition?.length ?? 0));
  return bare
    .normalize('NFKC')
    .replace(/\(\s*\)/g, '')
    .replace(/^([A-Z]+)\/T\b/, '$1')
    .replace(/\s*[-\u2013\u2014]\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}
