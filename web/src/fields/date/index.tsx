import dayjs from 'dayjs';
import { lazy } from 'react';
import { showDate } from '@/design/dates';
import { between } from '../feel';
import { type DisplayProps, type Kit, text } from '../kit';

function Display({ value }: DisplayProps) {
  return <>{showDate(text(value) ?? '')}</>;
}

// Calendars are heavy: they come when somebody first types or filters a date.
const Input = lazy(async () => ({ default: (await import('./Input')).DateInput }));
export const DayFilter = lazy(async () => ({ default: (await import('./Filter')).DayFilter }));

export const dateKit: Kit = {
  Display,
  Input,
  Filter: DayFilter,
  feel: (field, value) => between(field.key, value, (day) => `date("${dayjs(day).format('YYYY-MM-DD')}")`),
  width: 120,
};
