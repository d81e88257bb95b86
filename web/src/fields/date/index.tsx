import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { showDate } from '@/design/dates';
import { between, joinRange, splitRange } from '../feel';
import { type DisplayProps, type FilterProps, type InputProps, type Kit, text } from '../kit';

const DAY = 'YYYY-MM-DD';

function Display({ value }: DisplayProps) {
  return <>{showDate(text(value) ?? '')}</>;
}

function Input({ value, onChange, id, disabled, ...rest }: InputProps) {
  const shown = text(value);
  return (
    <DatePicker
      id={id}
      disabled={disabled}
      aria-label={rest['aria-label']}
      aria-required={rest['aria-required']}
      style={{ width: '100%' }}
      value={shown ? dayjs(shown) : null}
      onChange={(next) => onChange?.(next ? next.format(DAY) : null)}
    />
  );
}

/** Days `from..to`, both included. */
export function DayFilter({ value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  const [from, to] = splitRange(value);
  const today = dayjs();
  const presets = [
    { label: t('filter.today'), value: [today, today] },
    { label: t('filter.this_week'), value: [today.startOf('week'), today.endOf('week')] },
    { label: t('filter.this_month'), value: [today.startOf('month'), today.endOf('month')] },
    { label: t('filter.last_30_days'), value: [today.subtract(29, 'day'), today] },
    { label: t('filter.this_year'), value: [today.startOf('year'), today.endOf('year')] },
  ] as { label: string; value: [dayjs.Dayjs, dayjs.Dayjs] }[];
  return (
    <DatePicker.RangePicker
      id={id ? { start: id } : undefined}
      allowEmpty={[true, true]}
      presets={presets}
      style={{ width: '100%' }}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      onChange={(next) => onChange(joinRange(next?.[0]?.format(DAY) ?? '', next?.[1]?.format(DAY) ?? ''))}
    />
  );
}

export const dateKit: Kit = {
  Display,
  Input,
  Filter: DayFilter,
  feel: (field, value) => between(field.key, value, (day) => `date("${dayjs(day).format(DAY)}")`),
  width: 120,
};
