import { PlusOutlined } from '@ant-design/icons';
import { Button, Pagination, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import { Empty } from '@/design/Empty';
import { ProblemView } from '@/design/ProblemView';
import { all } from '@/fields/feel';
import { RecordFormDrawer } from '../form/RecordFormDrawer';
import { useList } from '../hooks';
import { FilterBar } from '../list/FilterBar';
import { RecordTable } from '../list/RecordTable';
import { filterOf, paramsOf } from '../list/state';
import { prefillFor, type Target } from '../prefill';
import styles from './page.module.css';
import { anyOf, type Related } from './useRelated';

const SIZE = 20;
const EVERY = '';

/** What points to the record from one entity; where it points in several ways, one of them can be chosen. */
export function RelatedTab({ list, target }: { list: Related; target: Target }) {
  const { t } = useTranslation();
  const { entity, ways } = list;
  const [way, setWay] = useState(EVERY);
  const [sort, setSort] = useState(entity.list.sort);
  const [page, setPage] = useState(1);
  const [filters, setFilters] = useState<Record<string, string>>({});
  const [adding, setAdding] = useState(false);
  const chosen = ways.filter(({ field }) => way === EVERY || field.key === way);
  const only = chosen.length === 1 ? chosen[0]?.field.key : undefined;
  const columns = fieldsOf(entity, entity.list.columns).filter((column) => column.key !== only);
  const state = { q: '', sort, page, size: SIZE, filters: {} };
  const query = useList(entity.name, {
    ...paramsOf(
      entity,
      state,
      columns.map((column) => column.key),
    ),
    filter: all([`(${anyOf(chosen)})`, filterOf(entity, filters)]),
  });
  const { items = [], count = 0 } = query.data ?? {};
  const narrowed = Object.keys(filters).length > 0;
  const narrow = (next: Record<string, string | undefined>) => {
    const kept = Object.entries(next).flatMap(([key, value]) => (value ? [[key, value] as const] : []));
    setFilters(Object.fromEntries(kept));
    setPage(1);
  };
  const add = entity.can.create && (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('list.new', { label: entity.label })}
    </Button>
  );
  const choices = [
    { value: EVERY, label: t('page.every_way') },
    ...ways.map(({ field }) => ({ value: field.key, label: t('page.as', { label: field.label }) })),
  ];
  const choose = (next: string) => {
    setWay(next);
    setPage(1);
  };
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {(items.length > 0 || narrowed || ways.length > 1) && (
        <div className={styles.relatedTools}>
          {ways.length > 1 && <Segmented value={way} options={choices} onChange={choose} />}
          {(items.length > 0 || narrowed) && (
            <div className={styles.relatedFilter}>
              <FilterBar folded entity={entity} filters={filters} onChange={narrow} />
            </div>
          )}
          {items.length > 0 && add}
        </div>
      )}
      <RecordTable
        entity={entity}
        columns={columns}
        items={items}
        loading={query.isFetching}
        sort={sort}
        onSort={setSort}
        empty={
          narrowed ? (
            <Empty
              text={t('list.nothing_matches')}
              action={<Button onClick={() => narrow({})}>{t('list.clear_filters')}</Button>}
            />
          ) : (
            <Empty text={entity.empty} action={add} />
          )
        }
      />
      {count > SIZE && (
        <div className={styles.relatedPages}>
          <Pagination current={page} pageSize={SIZE} total={count} showSizeChanger={false} onChange={setPage} />
        </div>
      )}
      {adding && (
        <RecordFormDrawer
          entity={entity}
          prefill={prefillFor(entity, (chosen[0] ?? ways[0]).field.key, target)}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}
