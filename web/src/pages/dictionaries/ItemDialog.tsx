import { Form, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { isEmpty } from '@/fields/kit';
import { FormRow } from '@/record/form/FormRow';
import { codeOf, type Item } from './items';

interface Props {
  entity: Entity;
  item: Item;
  items: Item[];
  levels: boolean;
  onDone: (item: Item) => void;
  onClose: () => void;
}

/** One item; its code must be its own. */
export function ItemDialog({ entity, item, items, levels, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [line, setLine] = useState(item.line);
  const fields = fieldsOf(
    entity,
    entity.form.flatMap((group) => group.rows.flat()),
  ).filter((field) => levels || field.key !== 'parent_code');
  const taken = items.some((other) => other.key !== item.key && codeOf(other) === String(line.item_code ?? ''));
  const missing = fields.some((field) => field.required && isEmpty(line[field.key]));
  const fresh = !items.some((other) => other.key === item.key);
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={fresh ? t('dictionaries.add') : t('form.edit_title', { label: entity.label })}
      okText={t('common.ok')}
      okButtonProps={{ htmlType: 'submit', form: id, disabled: taken || missing }}
      onCancel={onClose}
    >
      <Form component={false} layout="vertical">
        <form
          id={id}
          onSubmit={(event) => {
            event.preventDefault();
            onDone({ ...item, line });
          }}
        >
          {fields.map((field) => (
            <FormRow
              key={field.key}
              field={field}
              id={`${id}${field.key}`}
              value={line[field.key]}
              currency={undefined}
              required={field.required}
              fault={field.key === 'item_code' && taken ? t('dictionaries.code_taken') : undefined}
              onChange={(key, value) => setLine((current) => ({ ...current, [key]: value }))}
            />
          ))}
        </form>
      </Form>
    </Modal>
  );
}
