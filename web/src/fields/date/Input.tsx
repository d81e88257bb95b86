import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { control, type InputProps, text } from '../kit';

export function DateInput({ value, onChange, ...rest }: InputProps) {
  const shown = text(value);
  return (
    <DatePicker
      {...control(rest)}
      style={{ width: '100%' }}
      value={shown ? dayjs(shown) : null}
      onChange={(next) => onChange?.(next ? next.format('YYYY-MM-DD') : null)}
    />
  );
}
