import { PlusOutlined } from '@ant-design/icons';
import { useQueries } from '@tanstack/react-query';
import { Button, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldList, fieldOf, fieldsOf, useCatalog } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Field } from '@/api/types';
import { Empty } from '@/design/Empty';
import { group } from '@/design/numbers';
import { ProblemView } from '@/design/ProblemView';
import { RecordFormDrawer } from '../form/RecordFormDrawer';
import { useList } from '../hooks';
import { RecordTable } from '../list/RecordTable';
import { paramsOf } from '../list/state';
import { pointsTo, prefillFor, type Target } from '../prefill';
import styles from './page.module.css';

export interface Related {
  key: string;
  label: string;
  entity: Entity;
  field: Field;
  filter: string;
  count: string | undefined;
}

/** The lists of what points to the record, each with its count. */
export function useRelated(entity: Entity, id: string): Related[] {
  const { entities } = useCatalog();
  const lists = entity.related.flatMap((related) => {
    const child = entities[related.entity];
    const field = fieldOf(child, related.field);
    if (!child?.can.read || !field) return [];
    return [
      {
        key: `${related.entity}.${related.field}`,
        label: related.label,
        entity: child,
        field,
        filter: pointsTo(field, { entity: entity.name, id }),
      },
    ];
  });
  const counts = useQueries({
    queries: lists.map((list) => {
      const params = {
        filter: list.filter,
        limit: 1,
        count: 'capped' as const,
        fields: fieldList(list.entity, [list.entity.title]),
      };
      return { queryKey: keys.list(list.entity.name, params), queryFn: () => records.list(list.entity.name, params) };
    }),
  });
  return lists.map((list, index) => {
    const { count, more } = counts[index]?.data ?? {};
    return { ...list, count: count === undefined ? undefined : `${group(String(count))}${more ? '+' : ''}` };
  });
}

const SIZE = 20;

export function RelatedTab({ list, target }: { list: Related; target: Target }) {
  const { t } = useTranslation();
  const { entity, field } = list;
  const [sort, setSort] = useState(entity.list.sort);
  const [page, setPage] = useState(1);
  const [adding, setAdding] = useState(false);
  const columns = fieldsOf(entity, entity.list.columns).filter((column) => column.key !== field.key);
  const state = { q: '', sort, page, size: SIZE, columns: null, filters: {} };
  const query = useList(entity.name, {
    ...paramsOf(
      entity,
      state,
      columns.map((column) => column.key),
    ),
    filter: list.filter,
  });
  const { items = [], count = 0 } = query.data ?? {};
  const add = entity.can.create && (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('list.new', { label: entity.label })}
    </Button>
  );
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {items.length > 0 && <div className={styles.relatedTools}>{add}</div>}
      <RecordTable
        entity={entity}
        columns={columns}
        items={items}
        loading={query.isFetching}
        sort={sort}
        onSort={setSort}
        empty={<Empty text={entity.empty} action={add} />}
      />
      {count > SIZE && (
        <div className={styles.relatedPages}>
          <Pagination current={page} pageSize={SIZE} total={count} showSizeChanger={false} onChange={setPage} />
        </div>
      )}
      {adding && (
        <RecordFormDrawer
          entity={entity}
          prefill={prefillFor(entity, field.key, target)}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
