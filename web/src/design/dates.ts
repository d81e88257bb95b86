import dayjs from 'dayjs';

/** `2026-11-21` as people here write dates; moments in the reader's own time zone. */
export function showDate(value: string): string {
  const date = dayjs(value);
  return date.isValid() ? date.format('YYYY-MM-DD') : value;
}

export function showMoment(value: string): string {
  const moment = dayjs(value);
  return moment.isValid() ? moment.format('YYYY-MM-DD HH:mm') : value;
}
