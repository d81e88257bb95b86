import { EditOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { titleOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { IconButton } from '@/design/IconButton';

interface Props {
  entity: Entity;
  field: Field;
  record: Rec;
  onClick: () => void;
}

/** Begins to change one value where it stands. */
export function EditButton({ entity, field, record, onClick }: Props) {
  const { t } = useTranslation();
  return (
    <IconButton
      icon={<EditOutlined />}
      data-edit={field.key}
      label={t('list.edit_cell', { label: field.label, title: titleOf(entity, record) })}
      hint={t('common.edit')}
      onClick={onClick}
    />
  );
}
