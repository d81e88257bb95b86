import type { Dayjs } from 'dayjs';

/** The next Monday; on a Monday the one a week on. */
export function mondayAfter(day: Dayjs): Dayjs {
  return day.add((8 - day.day()) % 7 || 7, 'day');
}

/** `day` at the hour of `of`. */
export function onWorkClock(day: Dayjs, of: Dayjs): Dayjs {
  return day.hour(of.hour()).minute(of.minute()).second(0);
}
