import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf, fieldsOf, useEntities } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Field } from '@/api/types';
import { Empty } from '@/design/Empty';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { Tabs } from '@/design/Tabs';
import { useRestore } from '@/record/hooks';
import { RecordTable } from '@/record/list/RecordTable';

const SIZE = 50;

/** What the trash adds to a record; it is no field of the entity. */
function useDeletionFields(entity: Entity): Field[] {
  const { t } = useTranslation();
  const like = (known: string, key: string, label: string) => {
    const field = fieldOf(entity, known);
    return field ? [{ ...field, key, label }] : [];
  };
  return [
    ...like('updated_at', 'deleted_at', t('trash.deleted_at')),
    ...like('updated_by', 'deleted_by', t('trash.deleted_by')),
  ];
}

function TrashList({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const page = Number(useSearch({ strict: false }).page) || 1;
  const params = { limit: SIZE, page, count: 'capped' as const };
  const query = useQuery({
    queryKey: keys.trash(entity.name, params),
    queryFn: ({ signal }) => records.trash(entity.name, params, signal),
  });
  const restore = useRestore(entity.name);
  const deletion = useDeletionFields(entity);
  const columns = [...fieldsOf(entity, entity.list.columns.slice(0, 4)), ...deletion];
  const { items = [], count = 0 } = query.data ?? {};
  const named = items.map((record) => ({
    ...record,
    titles: { ...record.titles, deleted_by: String(record.deleted_by_name ?? '') },
  }));
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <RecordTable
        entity={entity}
        columns={columns}
        items={named}
        loading={query.isFetching}
        linked={false}
        actionsLabel={t('common.actions')}
        actions={(record) => (
          <Button type="link" size="small" onClick={() => restore.mutate(record)}>
            {t('trash.restore')}
          </Button>
        )}
        empty={<Empty text={t('trash.empty', { label: entity.label })} />}
      />
      {count > SIZE && (
        <Pagination
          style={{ padding: 16 }}
          align="end"
          current={page}
          pageSize={SIZE}
          total={count}
          showSizeChanger={false}
          onChange={(next) => void navigate({ to: '/trash', search: { entity: entity.name, page: String(next) } })}
        />
      )}
    </>
  );
}

/** Deleted records, entity by entity; each can be brought back. */
export function TrashPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const kept = useEntities().filter((entity) => !entity.line && entity.can.read && entity.actions.includes('restore'));
  const chosen = kept.find((entity) => entity.name === search.entity) ?? kept[0];
  const title = t('trash.page');
  return (
    <>
      <PageHead title={title} tab={[title]} />
      <Panel flush>
        {chosen ? (
          <Tabs
            tabBarStyle={{ padding: '0 16px', marginBottom: 0 }}
            activeKey={chosen.name}
            items={kept.map((entity) => ({ key: entity.name, label: entity.label }))}
            onChange={(entity) => void navigate({ to: '/trash', search: { entity }, replace: true })}
          />
        ) : (
          <Empty text={t('trash.nothing')} />
        )}
        {chosen && <TrashList key={chosen.name} entity={chosen} />}
      </Panel>
    </>
  );
}
