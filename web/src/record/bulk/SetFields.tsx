import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import type { Fault } from '@/api/problem';
import type { Entity, Field, Value } from '@/api/types';
import { FieldInput } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import { kitOf } from '@/fields/registry';
import styles from './bulk.module.css';

/** Of their own kind for each record, or many values that have a way of their own. */
const SINGLE: Field['type'][] = ['lines', 'attachment', 'image', 'tags', 'links', 'external_refs', 'about', 'number'];

/** The fields that many records can share a value of. */
export function settable(entity: Entity): Field[] {
  return entity.fields.filter(
    (field) =>
      field.writable &&
      !field.system &&
      !field.sensitive &&
      field.key !== entity.title &&
      !SINGLE.includes(field.type) &&
      kitOf(field.type).Input,
  );
}

interface Row {
  key?: string;
  value: Value;
}

interface Props {
  entity: Entity;
  faults: Fault[];
  onChange: (set: Record<string, Value>) => void;
}

/** Which fields, and what they are to hold: an empty value clears. */
export function SetFields({ entity, faults, onChange }: Props) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<Row[]>([{ value: null }]);
  const fields = settable(entity);
  const change = (next: Row[]) => {
    setRows(next);
    onChange(Object.fromEntries(next.flatMap(({ key, value }) => (key ? [[key, value ?? null]] : []))));
  };
  const put = (at: number, row: Row) => change(rows.map((one, index) => (index === at ? row : one)));
  const record = Object.fromEntries(rows.flatMap(({ key, value }) => (key ? [[key, value]] : [])));
  return (
    <>
      {rows.map((row, index) => {
        const field = fieldOf(entity, row.key ?? '');
        const fault = faults.find(({ pointer }) => pointer === `/${row.key}`);
        const options = fields
          .filter(({ key }) => key === row.key || !(key in record))
          .map(({ key, label }) => ({ value: key, label }));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <div key={index} className={styles.row}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              aria-label={t('bulk.field')}
              placeholder={t('bulk.field')}
              value={row.key}
              options={options}
              onChange={(key: string) =>
                put(index, { key, value: fieldOf(entity, key)?.type === 'boolean' ? false : null })
              }
            />
            <div className={styles.value}>
              {field ? (
                <FieldInput
                  key={field.key}
                  field={field}
                  value={row.value}
                  record={record}
                  aria-label={field.label}
                  onChange={(value) => put(index, { ...row, value })}
                />
              ) : (
                <span className="ks-muted">{t('bulk.field_first')}</span>
              )}
              {fault ? (
                <span className={styles.fault}>{fault.detail}</span>
              ) : (
                field &&
                isEmpty(row.value) && <span className="ks-muted">{t('bulk.clears', { label: field.label })}</span>
              )}
            </div>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('bulk.drop_field')}
              disabled={rows.length === 1}
              onClick={() => change(rows.filter((_row, at) => at !== index))}
            />
          </div>
        );
      })}
      <Button
        type="dashed"
        block
        icon={<PlusOutlined />}
        disabled={rows.some(({ key }) => !key) || rows.length === fields.length}
        onClick={() => change([...rows, { value: null }])}
      >
        {t('bulk.more_fields')}
      </Button>
    </>
  );
}
