import { Input as AntInput } from 'antd';
import { quote } from '../feel';
import { control, type DisplayProps, type FilterProps, type InputProps, type Kit, text } from '../kit';

export function TextDisplay({ value, place }: DisplayProps) {
  const shown = text(value);
  if (place === 'fact') return <span style={{ overflowWrap: 'anywhere' }}>{shown}</span>;
  return (
    <span className="ks-ellipsis" title={shown}>
      {shown}
    </span>
  );
}

export function TextInput({ field, value, onChange, ...rest }: InputProps) {
  const max = typeof field.max === 'number' ? field.max : undefined;
  return (
    <AntInput
      {...control(rest)}
      value={text(value) ?? ''}
      maxLength={max}
      onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
    />
  );
}

export function TextFilter({ value, onChange, id }: FilterProps) {
  return (
    <AntInput id={id} allowClear value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} />
  );
}

const contains: Kit['feel'] = (field, value) => `contains(${field.key}, ${quote(value.trim())})`;
const equals: Kit['feel'] = (field, value) => `${field.key} = ${quote(value.trim())}`;

export const textKit: Kit = {
  Display: TextDisplay,
  Input: TextInput,
  Filter: TextFilter,
  feel: (field, value) => (field.sensitive ? equals : contains)?.(field, value) ?? null,
  width: 180,
  wide: true,
};
export const addressKit: Kit = { ...textKit, width: 240, copy: true };
export const bankAccountKit: Kit = { ...textKit, wide: false, copy: true };
export const geoPointKit: Kit = { Display: TextDisplay, Input: TextInput, width: 190, copy: true };
export const numberNoKit: Kit = { Display: TextDisplay, Filter: TextFilter, feel: contains, width: 120, copy: true };
