import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { duplicates } from '@/api/calls';
import { useEntities } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { Tabs } from '@/design/Tabs';
import styles from './duplicates.module.css';
import { GroupPanel } from './GroupPanel';

function Groups({ entity, apart }: { entity: Entity; apart: boolean }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: keys.duplicates(entity.name, apart),
    queryFn: ({ pageParam, signal }) => duplicates.list(entity.name, apart, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Loading />;
  const groups = query.data.pages.flatMap((page) => page.items);
  const [first] = query.data.pages;
  const label = entity.label;
  if (groups.length === 0)
    return (
      <Panel>
        <Empty text={apart ? t('duplicate.empty_apart', { label }) : t('duplicate.empty', { label })} />
      </Panel>
    );
  return (
    <>
      <p className="ks-muted">{t('duplicate.groups', { count: first?.count })}</p>
      {groups.map((group) => (
        <GroupPanel
          key={`${group.fields.join()} ${group.records.map((record) => record.id).join()}`}
          entity={entity}
          group={group}
          apart={apart}
        />
      ))}
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('duplicate.more')}
        </Button>
      )}
    </>
  );
}

/** Records that look alike, side by side; what is not the same is told apart here. */
export function DuplicatesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const kept = useEntities().filter((entity) => entity.can.read && entity.similar.length > 0);
  const chosen = kept.find((entity) => entity.name === search.entity) ?? kept[0];
  const apart = search.view === 'apart';
  const title = t('duplicate.page');
  const go = (entity: string, view: string) =>
    void navigate({
      to: '/duplicates',
      search: view === 'apart' ? { entity, view } : { entity },
      replace: true,
    });
  if (!chosen) return <Empty text={t('duplicate.nothing')} />;
  return (
    <>
      <PageHead
        title={title}
        tab={[title]}
        actions={
          <Segmented
            value={apart ? 'apart' : 'open'}
            options={[
              { value: 'open', label: t('duplicate.open') },
              { value: 'apart', label: t('duplicate.apart') },
            ]}
            onChange={(view) => go(chosen.name, view)}
          />
        }
      />
      <Tabs
        className={styles.tabs}
        activeKey={chosen.name}
        items={kept.map((entity) => ({ key: entity.name, label: entity.label }))}
        onChange={(entity) => go(entity, search.view ?? '')}
      />
      <Groups key={`${chosen.name} ${apart}`} entity={chosen} apart={apart} />
    </>
  );
}
