import { TimePicker } from 'antd';
import dayjs from 'dayjs';
import { type InputProps, type Kit, text } from '../kit';
import { TextDisplay } from '../text';

function Input({ value, onChange, id, disabled, ...rest }: InputProps) {
  const shown = text(value);
  return (
    <TimePicker
      id={id}
      disabled={disabled}
      aria-label={rest['aria-label']}
      format="HH:mm"
      minuteStep={5}
      style={{ width: '100%' }}
      value={shown ? dayjs(`2000-01-01T${shown}`) : null}
      onChange={(next) => onChange?.(next ? next.format('HH:mm') : null)}
    />
  );
}

export const timeKit: Kit = { Display: TextDisplay, Input, width: 100 };
