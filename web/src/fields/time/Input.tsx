import { TimePicker } from 'antd';
import dayjs from 'dayjs';
import { control, type InputProps, text } from '../kit';

export function TimeInput({ value, onChange, ...rest }: InputProps) {
  const shown = text(value);
  return (
    <TimePicker
      {...control(rest)}
      format="HH:mm"
      minuteStep={5}
      style={{ width: '100%' }}
      value={shown ? dayjs(`2000-01-01T${shown}`) : null}
      onChange={(next) => onChange?.(next ? next.format('HH:mm') : null)}
    />
  );
}
