import { Input as AntInput } from 'antd';
import { control, type DisplayProps, type InputProps, type Kit, text } from '../kit';
import { TextDisplay, TextFilter, textKit } from '../text';

function Display(props: DisplayProps) {
  if (props.place === 'cell') return <TextDisplay {...props} />;
  return <span className="ks-pre">{text(props.value)}</span>;
}

function Input({ field, value, onChange, ...rest }: InputProps) {
  const max = typeof field.max === 'number' ? field.max : undefined;
  return (
    <AntInput.TextArea
      {...control(rest)}
      value={text(value) ?? ''}
      maxLength={max}
      autoSize={{ minRows: 3, maxRows: 12 }}
      onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
    />
  );
}

export const longTextKit: Kit = { Display, Input, Filter: TextFilter, feel: textKit.feel, width: 260, wide: true };
