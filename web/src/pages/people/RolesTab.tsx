import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldList, titleOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { RecordFormDrawer } from '@/record/form/RecordFormDrawer';
import { useList, useRecord } from '@/record/hooks';
import styles from './people.module.css';
import { RoleEditor } from './RoleEditor';

function ChosenRole({ role, id, onGone }: { role: Entity; id: string; onGone: () => void }) {
  const query = useRecord(role.name, id);
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  return <RoleEditor key={query.data.version} role={role} record={query.data} onGone={onGone} />;
}

/** The roles, and what each may do. */
export function RolesTab({ role }: { role: Entity }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const query = useList(role.name, {
    sort: role.list.sort,
    limit: 200,
    fields: fieldList(role, [role.title, 'description', 'is_system']),
  });
  const items = query.data?.items ?? [];
  const id = chosen ?? items[0]?.id;
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  return (
    <div className={styles.columns}>
      <Panel
        flush
        title={role.label}
        extra={
          role.can.create && (
            <Button
              type="text"
              icon={<PlusOutlined />}
              aria-label={t('list.new', { label: role.label })}
              onClick={() => setAdding(true)}
            />
          )
        }
      >
        {query.isPending && <Loading rows={4} />}
        {query.data && items.length === 0 && (
          <Empty
            text={role.empty}
            action={
              role.can.create && <Button onClick={() => setAdding(true)}>{t('list.new', { label: role.label })}</Button>
            }
          />
        )}
        <ul className={styles.roles}>
          {items.map((item) => (
            <li key={item.id}>
              <button type="button" aria-current={item.id === id} onClick={() => setChosen(item.id)}>
                {titleOf(role, item)}
                {typeof item.description === 'string' && <small className="ks-ellipsis">{item.description}</small>}
              </button>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel flush>{id && <ChosenRole key={id} role={role} id={id} onGone={() => setChosen(null)} />}</Panel>
      {adding && (
        <RecordFormDrawer
          entity={role}
          groups={role.form.slice(0, 1)}
          onClose={() => setAdding(false)}
          onSaved={(saved) => setChosen(saved.id)}
        />
      )}
    </div>
  );
}
