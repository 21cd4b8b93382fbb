/** One entry of a calendar: a whole day. */
export interface CalendarEntry {
  uid: string;
  /** YYYY-MM-DD. */
  day: string;
  summary: string;
  description: string;
  url: string;
}

const CRLF = '\r\n';
const OCTETS = 73;

/**
 * A calendar as RFC 5545 says: whole days, reminders one and three days before, lines folded at 75 octets (3.1), text escaped (3.3.11).
 * @param stamp the moment of making, UTC ISO
 */
export function calendarText(name: string, stamp: string, entries: readonly CalendarEntry[]): string {
  const at = stamp.replace(/[-:]|\.\d+/g, '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Fangxin LIMS//Clocks//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'X-WR-TIMEZONE:Asia/Shanghai',
    ...entries.flatMap((entry) => event(entry, at)),
    'END:VCALENDAR',
  ];
  return lines.map(folded).join(CRLF) + CRLF;
}

const event = ({ uid, day, summary, description, url }: CalendarEntry, at: string): string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `DTSTAMP:${at}`,
  `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
  `SUMMARY:${escaped(summary)}`,
  `DESCRIPTION:${escaped(description)}`,
  `URL:${url}`,
  'TRANSP:TRANSPARENT',
  ...['-P3D', '-P1D'].flatMap((trigger) => [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(summary)}`,
    `TRIGGER:${trigger}`,
    'END:VALARM',
  ]),
  'END:VEVENT',
];

const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

/** A long line goes on in the next after a blank; a character is never cut in two. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    if (Buffer.byteLength(part + character) > OCTETS) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join(`${CRLF} `);
}
