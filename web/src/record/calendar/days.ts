import dayjs from 'dayjs';
import { momentOf, onClock } from '@/design/dates';
import data from './holidays.json';

const DAY = 'YYYY-MM-DD';

export type Span = 'month' | 'week';

/** What the State Council says of a day: off, or at work on a weekend for a holiday's sake. */
export interface Holiday {
  zh: string;
  en: string;
  off: boolean;
}

function expand(): Map<string, Holiday> {
  const days = new Map<string, Holiday>();
  for (const { zh, en, off, work } of data.holidays) {
    const [from, to] = off;
    for (let day = dayjs(from); !day.isAfter(to); day = day.add(1, 'day'))
      days.set(day.format(DAY), { zh, en, off: true });
    for (const day of work) days.set(day, { zh, en, off: false });
  }
  return days;
}

const HOLIDAYS = expand();

export function holidayOf(day: string): Holiday | undefined {
  return HOLIDAYS.get(day);
}

/** Monday is the first day of a week. */
const weekday = (day: dayjs.Dayjs) => (day.day() + 6) % 7;

/** The days that are drawn: whole weeks from Monday on, around the month or the week of `at`. */
export function daysOf(at: string, span: Span): string[] {
  const first = span === 'month' ? dayjs(at).startOf('month') : dayjs(at);
  const last = span === 'month' ? first.endOf('month') : first;
  const from = first.subtract(weekday(first), 'day');
  const count = span === 'month' ? Math.ceil((weekday(first) + last.date()) / 7) * 7 : 7;
  return Array.from({ length: count }, (_none, place) => from.add(place, 'day').format(DAY));
}

/** Nine o'clock on the working day that many working days from today, as the company's calendar has it. */
export function nextWorkTime(count: number): string {
  let day = onClock();
  for (let left = count; left > 0; ) {
    day = day.add(1, 'day');
    const off = holidayOf(day.format(DAY))?.off ?? weekday(day) > 4;
    if (!off) left -= 1;
  }
  return momentOf(day.format(`${DAY} 09:00`));
}

/** The same place one month or week on or back. */
export function stepped(at: string, span: Span, by: number): string {
  return dayjs(at).add(by, span).format(DAY);
}
