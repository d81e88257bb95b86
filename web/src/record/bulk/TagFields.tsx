import { Form, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity, Field } from '@/api/types';
import { FieldInput } from '@/fields/FieldView';
import { texts } from '@/fields/kit';
import type { Change } from './useBulk';

/** The lists of words that can be added to; the one called tags first. */
export function wordFields(entity: Entity): Field[] {
  const fields = entity.fields.filter((field) => field.type === 'tags' && field.writable);
  return fields.toSorted((left, right) => Number(right.key === 'tags') - Number(left.key === 'tags'));
}

/** Words to add and words to take away; the others stay. */
export function TagFields({ entity, onChange }: { entity: Entity; onChange: (change: Change) => void }) {
  const { t } = useTranslation();
  const fields = wordFields(entity);
  const [key, setKey] = useState(fields[0]?.key ?? '');
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const field = fields.find((one) => one.key === key);
  if (!field) return null;
  const tell = (name: string, more: string[], fewer: string[]) =>
    onChange({
      ...(more.length > 0 && { add: { [name]: more } }),
      ...(fewer.length > 0 && { remove: { [name]: fewer } }),
    });
  const input = (label: string, words: string[], set: (words: string[]) => void) => (
    <Form.Item label={label} layout="vertical">
      <FieldInput field={field} value={words} record={{}} aria-label={label} onChange={(next) => set(texts(next))} />
    </Form.Item>
  );
  return (
    <>
      {fields.length > 1 && (
        <Segmented
          style={{ marginBottom: 16 }}
          value={key}
          options={fields.map((one) => ({ value: one.key, label: one.label }))}
          onChange={(next) => {
            setKey(next);
            tell(next, add, remove);
          }}
        />
      )}
      {input(t('bulk.add_words'), add, (words) => {
        setAdd(words);
        tell(key, words, remove);
      })}
      {input(t('bulk.remove_words'), remove, (words) => {
        setRemove(words);
        tell(key, add, words);
      })}
    </>
  );
}
