import { MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf, titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { Empty } from '@/design/Empty';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useDebounced } from '@/design/useDebounced';
import { RecordFormDrawer } from '@/record/form/RecordFormDrawer';
import { useAct, useList } from '@/record/hooks';
import { RecordTable } from '@/record/list/RecordTable';
import { paramsOf } from '@/record/list/state';
import { pointsTo, prefillFor } from '@/record/prefill';
import { DeptTree } from './DeptTree';
import { LinkDialog } from './LinkDialog';
import styles from './people.module.css';

interface Sent {
  link: string;
  name: string;
  kind: 'invite' | 'reset';
}

/** What can be done with a person's way in. */
function useStaffActions(staff: Entity, onLink: (sent: Sent) => void) {
  const { t } = useTranslation();
  const { done } = useNotify();
  const link = useAct<{ link: string }>(staff.name);
  const toggle = useAct<{ is_active: boolean }>(staff.name, (answer, record) => {
    const name = titleOf(staff, record);
    done(answer.is_active ? t('people.enabled', { name }) : t('people.disabled', { name }));
  });
  const end = useAct<{ ended: number }>(staff.name, (answer, record) =>
    done(t('people.sessions_ended', { name: titleOf(staff, record), count: answer.ended })),
  );
  const unset = useAct<{ reset: boolean }>(staff.name, (_answer, record) =>
    done(t('people.second_factor_reset', { name: titleOf(staff, record) })),
  );
  const give = (record: Rec, action: string, kind: Sent['kind']) =>
    link.mutate(
      { record, action },
      { onSuccess: (answer) => onLink({ link: answer.link, name: titleOf(staff, record), kind }) },
    );
  const can = (action: string) => staff.can[action] === true;
  const menuOf = (record: Rec) => [
    ...(can('invite')
      ? [{ key: 'invite', label: t('people.invite'), onClick: () => give(record, 'invite', 'invite') }]
      : []),
    ...(can('reset_password')
      ? [{ key: 'reset', label: t('people.reset'), onClick: () => give(record, 'reset_password', 'reset') }]
      : []),
    ...(can('end_sessions')
      ? [
          {
            key: 'end_sessions',
            label: t('people.end_sessions'),
            onClick: () => end.mutate({ record, action: 'end_sessions' }),
          },
        ]
      : []),
    ...(can('reset_second_factor')
      ? [
          {
            key: 'reset_second_factor',
            label: t('people.reset_second_factor'),
            onClick: () => unset.mutate({ record, action: 'reset_second_factor' }),
          },
        ]
      : []),
    ...(can('disable') && record.is_active !== false
      ? [
          {
            key: 'disable',
            danger: true,
            label: t('people.disable'),
            onClick: () => toggle.mutate({ record, action: 'disable' }),
          },
        ]
      : []),
    ...(can('enable') && record.is_active === false
      ? [{ key: 'enable', label: t('people.enable'), onClick: () => toggle.mutate({ record, action: 'enable' }) }]
      : []),
  ];
  return { menuOf, give };
}

const SIZE = 50;

export function StaffTab({ staff, dept }: { staff: Entity; dept: Entity }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [page, setPage] = useState(1);
  const [sort, setSort] = useState(staff.list.sort);
  const [editing, setEditing] = useState<{ record?: Rec } | null>(null);
  const [sent, setSent] = useState<Sent | null>(null);
  const q = useDebounced(typed.trim(), 250);
  const { menuOf, give } = useStaffActions(staff, setSent);
  const deptField = staff.fields.find((field) => field.type === 'dept');
  const keys = staff.list.columns;
  const filter = chosen && deptField ? pointsTo(deptField, { entity: dept.name, id: chosen }) : undefined;
  const state = { q, sort, page, size: SIZE, filters: {} };
  const query = useList(staff.name, { ...paramsOf(staff, state, [...keys, 'is_active']), filter });
  const { items = [], count = 0 } = query.data ?? {};
  const prefill =
    chosen && deptField ? prefillFor(staff, deptField.key, { entity: dept.name, id: chosen, title: '' }) : undefined;
  const add = staff.can.create && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing({})}>
      {t('people.add')}
    </Button>
  );
  return (
    <div className={styles.columns}>
      <DeptTree
        entity={dept}
        chosen={chosen}
        onChoose={(id) => {
          setChosen(id);
          setPage(1);
        }}
      />
      <Panel flush>
        <div className={styles.tools}>
          <Input.Search
            allowClear
            className={styles.search}
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setPage(1);
            }}
          />
          {add}
        </div>
        {query.isError ? (
          <ProblemView error={query.error} retry={() => void query.refetch()} />
        ) : (
          <RecordTable
            entity={staff}
            columns={fieldsOf(staff, keys)}
            items={items}
            loading={query.isFetching}
            sort={sort}
            onSort={setSort}
            actionsLabel={t('common.actions')}
            actionsWidth={110}
            actions={(record) => (
              <span className={styles.rowTools}>
                {staff.can.update && (
                  <Button type="link" size="small" onClick={() => setEditing({ record })}>
                    {t('common.edit')}
                  </Button>
                )}
                <Dropdown trigger={['click']} menu={{ items: menuOf(record) }}>
                  <Button
                    type="text"
                    size="small"
                    icon={<MoreOutlined />}
                    aria-label={t('people.staff_menu', { name: titleOf(staff, record) })}
                  />
                </Dropdown>
              </span>
            )}
            empty={<Empty text={chosen ? t('people.dept_empty') : staff.empty} action={add} />}
          />
        )}
        {count > SIZE && (
          <Pagination
            style={{ padding: 16 }}
            align="end"
            current={page}
            pageSize={SIZE}
            total={count}
            showSizeChanger={false}
            onChange={setPage}
          />
        )}
      </Panel>
      {editing && (
        <RecordFormDrawer
          entity={staff}
          record={editing.record}
          prefill={prefill}
          title={editing.record ? undefined : t('people.add')}
          onClose={() => setEditing(null)}
          onSaved={(saved) => {
            if (!editing.record && staff.actions.includes('invite')) give(saved, 'invite', 'invite');
          }}
        />
      )}
      {sent && <LinkDialog {...sent} onClose={() => setSent(null)} />}
    </div>
  );
}
