import dayjs from 'dayjs';
import { momentOf, showMoment } from '@/design/dates';
import { DayFilter } from '../date';
import { splitRange } from '../feel';
import { type DisplayProps, type Kit, text } from '../kit';
import { later } from '../later';

function Display({ value }: DisplayProps) {
  return <>{showMoment(text(value) ?? '')}</>;
}

const Input = later(async () => (await import('./Input')).MomentInput);

/** Days of the company's calendar, as moments. */
const feel: Kit['feel'] = (field, value) => {
  const [from, to] = splitRange(value);
  const start = (day: dayjs.Dayjs) => `date and time("${momentOf(day.format('YYYY-MM-DD 00:00'))}")`;
  const parts = [
    from && `${field.key} >= ${start(dayjs(from))}`,
    to && `${field.key} < ${start(dayjs(to).add(1, 'day'))}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' and ') : null;
};

export const momentKit: Kit = { Display, Input, Filter: DayFilter, feel, width: 146 };
