import { DeleteOutlined, EditOutlined, HistoryOutlined, MoreOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldsOf, titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { CopyButton } from '@/design/CopyButton';
import { LinkButton } from '@/design/LinkButton';
import { PageHead } from '@/design/PageHead';
import { isEmpty } from '@/fields/kit';
import { RecordCell } from '@/record/RecordCell';
import { useRemove } from '../hooks';
import type { Journal } from './journal';
import styles from './page.module.css';
import { StateMenu } from './StateMenu';

interface Props {
  entity: Entity;
  record: Rec;
  journal: Journal | undefined;
  onWrite: () => void;
  onHistory: () => void;
}

export function RecordHead({ entity, record, journal, onWrite, onHistory }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useRemove(entity.name, () => void navigate({ to: '/$entity', params: { entity: entity.name } }));
  const title = titleOf(entity, record);
  const number = entity.number ? record[entity.number] : undefined;
  const chips = fieldsOf(entity, entity.card).filter(
    (field) => field.key !== entity.states?.field && !isEmpty(record[field.key]),
  );
  const more = [
    { key: 'history', icon: <HistoryOutlined />, label: t('page.history'), onClick: onHistory },
    {
      key: 'delete',
      danger: true,
      icon: <DeleteOutlined />,
      label: t('common.delete'),
      disabled: !record.can?.delete,
      onClick: () => void remove(record),
    },
  ];
  return (
    <PageHead
      title={title}
      tab={[title, entity.label]}
      crumbs={[{ label: entity.label, to: `/${entity.name}` }]}
      beside={
        <>
          <CopyButton text={title} />
          {typeof number === 'string' && number !== title && <span className="ks-muted">{number}</span>}
          {entity.states && <StateMenu entity={entity} record={record} />}
        </>
      }
      actions={
        <>
          {journal && (
            <Button type="primary" onClick={onWrite}>
              {t('page.write', { label: journal.entity.label })}
            </Button>
          )}
          {record.can?.update && (
            <LinkButton icon={<EditOutlined />} to="/$entity/$id/edit" params={{ entity: entity.name, id: record.id }}>
              {t('common.edit')}
            </LinkButton>
          )}
          <Dropdown trigger={['click']} menu={{ items: more }}>
            <Button icon={<MoreOutlined />} aria-label={t('common.more')} />
          </Dropdown>
        </>
      }
    >
      {chips.length > 0 && (
        <dl className={styles.chips}>
          {chips.map((field) => (
            <div key={field.key}>
              <dt>{field.label}</dt>
              <dd>
                <RecordCell field={field} record={record} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </PageHead>
  );
}
