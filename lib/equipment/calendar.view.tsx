import type { JSX } from 'preact';
import { PageHead, Shape, type Ui } from '../ui/index.ts';
import type { CalendarDay, MonthCalendar } from './list.ts';

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** 检定/校准日历: what ends on which day of a month. */
export function CalendarView({ data, ui }: { data: MonthCalendar; ui: Ui }): JSX.Element {
  const { month, before, after, count, weeks, today } = data;
  return (
    <>
      <PageHead
        over={<a href="/instruments">{ui.t('nav.equipment')}</a>}
        title={ui.t('equipment.calendarOf', { month })}
        note={ui.t('equipment.calendarNote', { count })}
      >
        <a class="btn" href={`/instruments/calendar?month=${before}`} rel="prev">
          ← {before}
        </a>
        <a class="btn" href="/instruments/calendar">
          {ui.t('equipment.thisMonth')}
        </a>
        <a class="btn" href={`/instruments/calendar?month=${after}`} rel="next">
          {after} →
        </a>
      </PageHead>
      <table class="month-calendar">
        <caption class="visually-hidden">{ui.t('equipment.calendarOf', { month })}</caption>
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col">
                {ui.t(`equipment.weekday.${day}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.date}>
              {week.map((day) => (
                <Day key={day.date} day={day} isToday={day.date === today} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Day({ day, isToday }: { day: CalendarDay; isToday: boolean }): JSX.Element {
  const look = [!day.within && 'day-outside', isToday && 'day-today', day.due.length === 0 && 'day-free']
    .filter(Boolean)
    .join(' ');
  return (
    <td class={look || undefined} aria-current={isToday ? 'date' : undefined}>
      <time dateTime={day.date}>{day.date.slice(8)}</time>
      <ul>
        {day.due.map(({ id, number, name, days }) => (
          <li
            key={id}
            class={days !== null && days < 0 ? 'tone-orange' : days !== null && days <= 30 ? 'tone-amber' : 'tone-grey'}
          >
            <a href={`/instruments/${id}`} title={name}>
              <Shape name={days !== null && days < 0 ? '!' : '◷'} />
              {number} <span>{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </td>
  );
}
