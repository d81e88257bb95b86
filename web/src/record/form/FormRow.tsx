import { Form } from 'antd';
import { memo } from 'react';
import type { Field, Titles, Value } from '@/api/types';
import { FieldDisplay, FieldInput } from '@/fields/FieldView';

interface Props {
  field: Field;
  id: string;
  value: Value;
  /** The code of the currency that the field's amount is in. */
  currency: Value;
  titles?: Titles;
  required: boolean;
  fault?: string;
  choices?: string[];
  onChange: (key: string, value: Value) => void;
}

/** A label, what is typed into, its help and what is wrong with it. */
export const FormRow = memo(function FormRow({
  field,
  id,
  value,
  currency,
  titles,
  required,
  fault,
  choices,
  onChange,
}: Props) {
  const record = field.currency ? { [field.currency]: currency } : {};
  return (
    <Form.Item
      label={field.label}
      htmlFor={id}
      required={required}
      extra={field.help}
      help={fault}
      validateStatus={fault ? 'error' : undefined}
    >
      {field.writable ? (
        <FieldInput
          field={field}
          id={id}
          value={value}
          record={record}
          titles={titles}
          choices={choices}
          aria-required={required}
          onChange={(next) => onChange(field.key, next)}
        />
      ) : (
        <FieldDisplay field={field} value={value} record={record} titles={titles} place="fact" />
      )}
    </Form.Item>
  );
});
