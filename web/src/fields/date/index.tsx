import dayjs from 'dayjs';
import { showDate } from '@/design/dates';
import { between } from '../feel';
import { type DisplayProps, type Kit, text } from '../kit';
import { later } from '../later';

function Display({ value }: DisplayProps) {
  return <>{showDate(text(value) ?? '')}</>;
}

// Calendars are heavy: they come when somebody first types or filters a date.
const Input = later(async () => (await import('./Input')).DateInput);
export const DayFilter = later(async () => (await import('./Filter')).DayFilter);

export const dateKit: Kit = {
  Display,
  Input,
  Filter: DayFilter,
  feel: (field, value) => between(field.key, value, (day) => `date("${dayjs(day).format('YYYY-MM-DD')}")`),
  width: 112,
};
