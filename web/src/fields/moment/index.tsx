import dayjs from 'dayjs';
import { showMoment } from '@/design/dates';
import { DayFilter } from '../date';
import { splitRange } from '../feel';
import { type DisplayProps, type Kit, text } from '../kit';
import { later } from '../later';

function Display({ value }: DisplayProps) {
  return <>{showMoment(text(value) ?? '')}</>;
}

const Input = later(async () => (await import('./Input')).MomentInput);

/** Days of the reader's own time zone, as moments. */
const feel: Kit['feel'] = (field, value) => {
  const [from, to] = splitRange(value);
  const literal = (moment: dayjs.Dayjs) => `date and time("${moment.toISOString()}")`;
  const parts = [
    from && `${field.key} >= ${literal(dayjs(from).startOf('day'))}`,
    to && `${field.key} < ${literal(dayjs(to).add(1, 'day').startOf('day'))}`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(' and ') : null;
};

export const momentKit: Kit = { Display, Input, Filter: DayFilter, feel, width: 146 };
