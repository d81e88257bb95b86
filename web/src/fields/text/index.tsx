import { Input as AntInput } from 'antd';
import { type DisplayProps, type FilterProps, type InputProps, type Kit, text } from '../kit';
import { quote } from '../feel';

export function TextDisplay({ value, place }: DisplayProps) {
  const shown = text(value);
  if (place === 'fact') return <span style={{ overflowWrap: 'anywhere' }}>{shown}</span>;
  return (
    <span className="ks-ellipsis" title={shown}>
      {shown}
    </span>
  );
}

export function TextInput({ field, value, onChange, record: _record, titles: _titles, choices: _choices, ...rest }: InputProps) {
  const max = typeof field.max === 'number' ? field.max : undefined;
  return (
    <AntInput
      {...rest}
      value={text(value) ?? ''}
      maxLength={max}
      onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
    />
  );
}

export function TextFilter({ value, onChange, id }: FilterProps) {
  return <AntInput id={id} allowClear value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} />;
}

const contains: Kit['feel'] = (field, value) => `contains(${field.key}, ${quote(value.trim())})`;
const equals: Kit['feel'] = (field, value) => `${field.key} = ${quote(value.trim())}`;

export const textKit: Kit = {
  Display: TextDisplay,
  Input: TextInput,
  Filter: TextFilter,
  feel: (field, value) => (field.sensitive ? equals : contains)?.(field, value) ?? null,
  width: 180,
};
export const addressKit: Kit = { ...textKit, width: 240, wide: true, copy: true };
export const bankAccountKit: Kit = { ...textKit, copy: true };
export const geoPointKit: Kit = { Display: TextDisplay, Input: TextInput, width: 190, copy: true };
export const numberNoKit: Kit = { Display: TextDisplay, Filter: TextFilter, feel: contains, width: 140, copy: true };
