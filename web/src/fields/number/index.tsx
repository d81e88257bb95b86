import { InputNumber, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { group } from '@/design/numbers';
import { between, joinRange, splitRange } from '../feel';
import { control, type DisplayProps, type FilterProps, type InputProps, type Kit, text } from '../kit';

function Display({ field, value }: DisplayProps) {
  return (
    <>
      {group(text(value) ?? '')}
      {field.unit && ` ${field.unit}`}
    </>
  );
}

/** Digits as a string: what was typed is what is sent. */
function Input({ field, value, onChange, ...rest }: InputProps) {
  const whole = field.type === 'integer';
  return (
    <InputNumber<string>
      stringMode
      {...control(rest)}
      style={{ width: '100%' }}
      suffix={field.unit}
      value={text(value) ?? null}
      precision={whole ? 0 : (field.scale ?? undefined)}
      onChange={(next) => onChange?.(next === null || next === '' ? null : whole ? Number(next) : String(next))}
    />
  );
}

export function NumberFilter({ value, onChange, id }: FilterProps) {
  const { t } = useTranslation();
  const [from, to] = splitRange(value);
  const end = (text: string, label: string, set: (next: string) => void, inputId?: string) => (
    <InputNumber<string>
      stringMode
      id={inputId}
      aria-label={label}
      placeholder={label}
      value={text || null}
      controls={false}
      style={{ width: '50%' }}
      onChange={(next) => set(next === null ? '' : String(next))}
    />
  );
  return (
    <Space.Compact block>
      {end(from, t('filter.at_least'), (next) => onChange(joinRange(next, to)), id)}
      {end(to, t('filter.at_most'), (next) => onChange(joinRange(from, next)))}
    </Space.Compact>
  );
}

/** Only digits get into the expression. */
const range: Kit['feel'] = (field, value) => (/^-?[\d.]*-?[\d.]*$/.test(value) ? between(field.key, value) : null);

export const numberKit: Kit = { Display, Input, Filter: NumberFilter, feel: range, align: 'right', width: 120 };
