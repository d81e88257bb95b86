import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { showMoment } from '@/design/dates';
import { DayFilter } from '../date';
import { splitRange } from '../feel';
import { type DisplayProps, type InputProps, type Kit, text } from '../kit';

function Display({ value }: DisplayProps) {
  return <>{showMoment(text(value) ?? '')}</>;
}

function Input({ value, onChange, id, disabled, ...rest }: InputProps) {
  const shown = text(value);
  return (
    <DatePicker
      id={id}
      disabled={disabled}
      aria-label={rest['aria-label']}
      aria-required={rest['aria-required']}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      style={{ width: '100%' }}
      value={shown ? dayjs(shown) : null}
      onChange={(next) => onChange?.(next ? next.second(0).millisecond(0).toISOString() : null)}
    />
  );
}

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

export const momentKit: Kit = { Display, Input, Filter: DayFilter, feel, width: 150 };
