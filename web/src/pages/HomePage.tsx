import { CheckOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldList, fieldOf, fieldsOf, titleOf, useEntity, useSession } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { onClock } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { countOf } from '@/design/numbers';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { quote } from '@/fields/feel';
import { isEmpty } from '@/fields/kit';
import { useList, useRefresh } from '@/record/hooks';
import { RecordCell } from '@/record/RecordCell';
import styles from './home.module.css';

interface ListProps {
  entity: Entity;
  title: string;
  filter?: string;
  sort: string;
  limit: number;
  /** The columns shown under the title. */
  columns: string[];
  lead?: (record: Rec) => React.ReactNode;
  /** The yes-or-no field that says that a record is late. */
  late?: string;
}

/** A short list on the home page; the title leads to the whole one. */
function HomeList({ entity, title, filter, sort, limit, columns, lead, late }: ListProps) {
  const { t } = useTranslation();
  const fields = fieldsOf(entity, columns);
  const list = useList(entity.name, {
    filter,
    sort,
    limit,
    count: 'capped',
    fields: fieldList(entity, [entity.title, ...columns]),
  });
  const { items = [] } = list.data ?? {};
  const count = countOf(list.data);
  return (
    <Panel
      flush
      title={
        <>
          {title}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </>
      }
      extra={
        <Link to="/$entity" params={{ entity: entity.name }}>
          {t('home.all')}
        </Link>
      }
    >
      {list.isPending && <Loading rows={4} />}
      {list.isError && <ProblemView error={list.error} retry={() => void list.refetch()} />}
      {list.data && items.length === 0 && <Empty text={entity.empty} />}
      <ul className={styles.list}>
        {items.map((record) => (
          <li key={record.id}>
            {lead?.(record)}
            <div className={styles.item}>
              <Link className="ks-ellipsis" to="/$entity/$id" params={{ entity: entity.name, id: record.id }}>
                {titleOf(entity, record)}
              </Link>
              <div className={styles.facts}>
                {fields
                  .filter((field) => !isEmpty(record[field.key]) && record[field.key] !== false)
                  .map((field) => (
                    <span key={field.key} title={field.label} className={field.key === late ? styles.late : undefined}>
                      {field.type === 'boolean' ? field.label : <RecordCell field={field} record={record} />}
                    </span>
                  ))}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function DoneButton({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const states = entity.states;
  const won = states?.won[0];
  const put = useMutation({
    mutationFn: ({ version, state }: { version: number; state: string }) =>
      records.update(entity.name, record.id, version, { [states?.field ?? '']: state }),
    onSuccess: (saved, { state }) => {
      void refresh();
      if (state !== won || !states) return;
      const back = () => put.mutate({ version: saved.version, state: states.start });
      notify.done(t('home.done', { title: titleOf(entity, record) }), { run: back });
    },
    onError: notify.problem,
  });
  if (!won) return null;
  const label = t('home.finish', { title: titleOf(entity, record) });
  return (
    <Tooltip title={t('home.finish_short')}>
      <Button
        className={styles.done}
        shape="circle"
        size="small"
        icon={<CheckOutlined />}
        aria-label={label}
        loading={put.isPending}
        onClick={() => put.mutate({ version: record.version, state: won })}
      />
    </Tooltip>
  );
}

/** What waits for me among the records of `entity`: my own, not finished, the earliest first. */
function Waiting({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  const { states, owner } = entity;
  const start = states ? `${states.field} = ${quote(states.start)}` : undefined;
  const mine = owner ? `${owner.staff} = me` : undefined;
  const columns = entity.list.columns.filter(
    (key) => key !== entity.title && key !== states?.field && key !== owner?.staff,
  );
  return (
    <HomeList
      entity={entity}
      title={t('home.my', { label: entity.label })}
      filter={[mine, start].filter(Boolean).join(' and ')}
      sort={entity.list.sort}
      limit={12}
      columns={columns}
      late={fieldsOf(entity, columns).find((field) => field.type === 'boolean' && field.computed)?.key}
      lead={(record) => <DoneButton entity={entity} record={record} />}
    />
  );
}

function useGreeting(): string {
  const { t } = useTranslation();
  const { staff } = useSession();
  const hour = onClock().hour();
  if (hour < 12) return t('home.morning', { name: staff.name });
  return hour < 18 ? t('home.afternoon', { name: staff.name }) : t('home.evening', { name: staff.name });
}

/** Where the day begins: what waits for me, what moved last, what was announced. */
export function HomePage() {
  const { t } = useTranslation();
  const greeting = useGreeting();
  const todo = useEntity('todo');
  const customer = useEntity('customer');
  const announcement = useEntity('announcement');
  const touched = fieldOf(customer, 'updated_at') ? '-updated_at' : (customer?.list.sort ?? '');
  return (
    <>
      <PageHead
        title={greeting}
        tab={[t('home.tab')]}
        beside={<span className="ks-muted">{onClock().format(t('home.date_format'))}</span>}
      />
      <div className={styles.columns}>
        {todo?.can.read && <Waiting entity={todo} />}
        <div className={styles.side}>
          {customer?.can.read && (
            <HomeList
              entity={customer}
              title={t('home.recent', { label: customer.label })}
              sort={touched}
              limit={8}
              columns={customer.card.slice(0, 3)}
            />
          )}
          {announcement?.can.read && (
            <HomeList
              entity={announcement}
              title={announcement.label}
              sort={announcement.list.sort}
              limit={5}
              columns={announcement.card.slice(0, 1)}
            />
          )}
        </div>
      </div>
    </>
  );
}
