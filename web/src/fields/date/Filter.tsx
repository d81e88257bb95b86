import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { today as dayHere } from '@/design/dates';
import { joinRange, splitRange } from '../feel';
import type { FilterProps } from '../kit';

const DAY = 'YYYY-MM-DD';

/** Days `from..to`, both included. */
export function DayFilter({ value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  const [from, to] = splitRange(value);
  const today = dayjs(dayHere());
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
