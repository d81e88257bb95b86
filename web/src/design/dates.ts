import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';

dayjs.extend(utc);
dayjs.extend(timezone);

const DAY = 'YYYY-MM-DD';
export const MINUTE = 'YYYY-MM-DD HH:mm';

/** From here on moments are shown and entered on the company's clock; calendars open at its day too. */
export function setZone(zone: string): void {
  dayjs.tz.setDefault(zone);
}

/** What the company's clock shows at a moment, now without one. In UTC mode: no change of the machine's own clock bends it. */
export function onClock(moment?: string): Dayjs {
  const at = dayjs.utc(moment);
  return at.add(at.tz().utcOffset(), 'minute');
}

/** The moment at which the company's clock shows `YYYY-MM-DD HH:mm`. */
export function momentOf(shown: string): string {
  return dayjs.tz(shown).toISOString();
}

/** Today as the company's calendar has it. */
export function today(): string {
  return onClock().format(DAY);
}

/** `2026-11-21`: a day is the same one everywhere. */
export function showDate(value: string): string {
  const date = dayjs(value);
  return date.isValid() ? date.format(DAY) : value;
}

export function showMoment(value: string): string {
  const shown = onClock(value);
  return shown.isValid() ? shown.format(MINUTE) : value;
}

/** The day and the time of a moment. */
export function dayAndTime(value: string): [string, string] {
  const [day = '', time = ''] = showMoment(value).split(' ');
  return [day, time];
}
