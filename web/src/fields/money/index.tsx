import { InputNumber } from 'antd';
import type { Field, Value } from '@/api/types';
import { group } from '@/design/numbers';
import { control, type DisplayProps, type InputProps, type Kit, text } from '../kit';
import { numberKit } from '../number';

const SIGNS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: 'JP¥' };

/** `¥` for yuan, which is also what a field without a currency is in; other codes stand as they are. */
function sign(field: Field, record: Record<string, Value>): string {
  const code = (field.currency && text(record[field.currency])) || 'CNY';
  return SIGNS[code] ?? `${code} `;
}

function Display({ field, value, record }: DisplayProps) {
  const amount = group(text(value) ?? '');
  return (
    <>{amount.startsWith('-') ? `-${sign(field, record)}${amount.slice(1)}` : `${sign(field, record)}${amount}`}</>
  );
}

function Input({ field, value, onChange, record, ...rest }: InputProps) {
  return (
    <InputNumber<string>
      stringMode
      {...control(rest)}
      style={{ width: '100%' }}
      prefix={sign(field, record)}
      controls={false}
      value={text(value) ?? null}
      formatter={(shown) => group(String(shown ?? ''))}
      parser={(typed) => (typed ?? '').replace(/[^\d.-]/g, '')}
      precision={field.scale ?? 2}
      onChange={(next) => onChange?.(next === null || next === '' ? null : String(next))}
    />
  );
}

export const moneyKit: Kit = { ...numberKit, Display, Input, width: 150 };
