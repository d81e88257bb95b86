import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { memo, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { IconButton } from '@/design/IconButton';
import { useSteady } from '@/design/steady';
import { useRemove } from '../hooks';
import { WriteButton } from '../page/WriteButton';
import { useTarget } from '../page/writing';
import styles from './EntityList.module.css';

function WriteAbout({ entity, record }: { entity: Entity; record: Rec }) {
  const target = useTarget(entity, record);
  return target && <WriteButton target={target} />;
}

interface Props {
  entity: Entity;
  record: Rec;
  onRemove: (record: Rec) => void;
}

const RowActions = memo(function RowActions({ entity, record, onRemove }: Props) {
  const { t } = useTranslation();
  const title = titleOf(entity, record);
  return (
    <span className={styles.rowActions}>
      <WriteAbout entity={entity} record={record} />
      {entity.can.update && (
        <Link
          className={styles.icon}
          to="/$entity/$id/edit"
          params={{ entity: entity.name, id: record.id }}
          data-edit-row
          aria-label={t('list.edit_one', { title })}
          title={t('common.edit')}
        >
          <EditOutlined />
        </Link>
      )}
      {entity.can.delete && (
        <IconButton
          icon={<DeleteOutlined />}
          label={t('list.delete_one', { title })}
          hint={t('common.delete')}
          onClick={() => onRemove(record)}
        />
      )}
    </span>
  );
});

/** The buttons at the end of each row; undefined where there are none. */
export function useRowActions(entity: Entity) {
  const remove = useSteady(useRemove(entity.name));
  const actions = useCallback(
    (record: Rec) => <RowActions entity={entity} record={record} onRemove={remove} />,
    [entity, remove],
  );
  return entity.can.update || entity.can.delete ? actions : undefined;
}
