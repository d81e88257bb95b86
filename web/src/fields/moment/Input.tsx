import { DatePicker } from 'antd';
import { MINUTE, momentOf, onClock } from '@/design/dates';
import { control, type InputProps, text } from '../kit';

export function MomentInput({ value, onChange, ...rest }: InputProps) {
  const shown = text(value);
  return (
    <DatePicker
      {...control(rest)}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format={MINUTE}
      style={{ width: '100%' }}
      value={shown ? onClock(shown) : null}
      onChange={(next) => onChange?.(next ? momentOf(next.format(MINUTE)) : null)}
    />
  );
}
