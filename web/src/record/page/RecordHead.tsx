import {
  DeleteOutlined,
  EditOutlined,
  HistoryOutlined,
  MoreOutlined,
  PrinterOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf, titleOf, useEntity } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { CopyButton } from '@/design/CopyButton';
import { LinkButton } from '@/design/LinkButton';
import { PageHead } from '@/design/PageHead';
import { isEmpty } from '@/fields/kit';
import { PresentPeople } from '@/record/presence/PresentPeople';
import { usePresence } from '@/record/presence/usePresence';
import { RecordCell } from '@/record/RecordCell';
import { useRemove } from '../hooks';
import type { Journal } from './journal';
import styles from './page.module.css';
import { StateMenu } from './StateMenu';

const WhyDialog = lazy(() => import('../rights/WhyDialog').then(({ WhyDialog }) => ({ default: WhyDialog })));

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
  const others = usePresence(entity.name, record.id, 'view');
  const title = titleOf(entity, record);
  const number = entity.number ? record[entity.number] : undefined;
  const chips = fieldsOf(entity, entity.card).filter(
    (field) => field.key !== entity.states?.field && !isEmpty(record[field.key]),
  );
  const explains = useEntity('role')?.can.update === true;
  const [asking, setAsking] = useState(false);
  const why = {
    key: 'why',
    icon: <QuestionCircleOutlined />,
    label: t('why.ask'),
    onClick: () => setAsking(true),
  };
  const more = [
    {
      key: 'print',
      icon: <PrinterOutlined />,
      label: t('print.print'),
      onClick: () => void navigate({ to: '/print/$entity/$id', params: { entity: entity.name, id: record.id } }),
    },
    { key: 'history', icon: <HistoryOutlined />, label: t('page.history'), onClick: onHistory },
    ...(explains ? [why] : []),
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
    <div className={styles.head}>
      <PageHead
        title={title}
        tab={[title, entity.label]}
        crumbs={[{ label: entity.label, to: `/${entity.name}` }]}
        beside={
          <>
            <CopyButton text={title} />
            {typeof number === 'string' && number !== title && <span className="ks-muted">{number}</span>}
            {entity.states && <StateMenu entity={entity} record={record} />}
            <PresentPeople people={others} />
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
              <LinkButton
                data-edit-open
                icon={<EditOutlined />}
                to="/$entity/$id/edit"
                params={{ entity: entity.name, id: record.id }}
              >
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
      {asking && (
        <Suspense fallback={null}>
          <WhyDialog entity={entity} record={record} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </div>
  );
}
