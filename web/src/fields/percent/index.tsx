import { InputNumber } from 'antd';
import { movePoint } from '@/design/numbers';
import { between, joinRange, splitRange } from '../feel';
import { control, type DisplayProps, type FilterProps, type InputProps, type Kit, text } from '../kit';
import { NumberFilter, numberKit } from '../number';

/** People read and type percent, the API carries the ratio. */
const toPercent = (ratio: string | undefined) => (ratio === undefined ? undefined : movePoint(ratio, 2));
const toRatio = (percent: string) => movePoint(percent, -2);

function Display({ value }: DisplayProps) {
  return <>{toPercent(text(value))}%</>;
}

function Input({ field, value, onChange, ...rest }: InputProps) {
  return (
    <InputNumber<string>
      stringMode
      {...control(rest)}
      style={{ width: '100%' }}
      suffix="%"
      value={toPercent(text(value)) ?? null}
      precision={field.scale === null ? undefined : Math.max(0, field.scale - 2)}
      onChange={(next) => onChange?.(next === null || next === '' ? null : toRatio(String(next)))}
    />
  );
}

function Filter({ value, onChange, ...rest }: FilterProps) {
  const [from, to] = splitRange(value);
  const shown = joinRange(from && movePoint(from, 2), to && movePoint(to, 2));
  const change = (next: string | undefined) => {
    const [low, high] = splitRange(next);
    onChange(joinRange(low && toRatio(low), high && toRatio(high)));
  };
  return <NumberFilter {...rest} value={shown} onChange={change} />;
}

export const percentKit: Kit = {
  ...numberKit,
  Display,
  Input,
  Filter,
  feel: (field, value) => between(field.key, value),
  width: 100,
};
