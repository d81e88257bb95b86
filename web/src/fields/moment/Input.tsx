import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { control, type InputProps, text } from '../kit';

export function MomentInput({ value, onChange, ...rest }: InputProps) {
  const shown = text(value);
  return (
    <DatePicker
      {...control(rest)}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      style={{ width: '100%' }}
      value={shown ? dayjs(shown) : null}
      onChange={(next) => onChange?.(next ? next.second(0).millisecond(0).toISOString() : null)}
    />
  );
}
