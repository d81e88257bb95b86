import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { useRemove } from '../hooks';
import styles from './EntityList.module.css';

/** The buttons at the end of each row; undefined where there are none. */
export function useRowActions(entity: Entity) {
  const { t } = useTranslation();
  const remove = useRemove(entity.name);
  if (!entity.can.update && !entity.can.delete) return undefined;
  return (record: Rec) => {
    const title = titleOf(entity, record);
    return (
      <span className={styles.rowActions}>
        {entity.can.update && (
          <Tooltip title={t('common.edit')}>
            <Link
              className={styles.icon}
              to="/$entity/$id/edit"
              params={{ entity: entity.name, id: record.id }}
              data-edit-row
              aria-label={t('list.edit_one', { title })}
            >
              <EditOutlined />
            </Link>
          </Tooltip>
        )}
        {entity.can.delete && (
          <Tooltip title={t('common.delete')}>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('list.delete_one', { title })}
              onClick={() => void remove(record)}
            />
          </Tooltip>
        )}
      </span>
    );
  };
}
