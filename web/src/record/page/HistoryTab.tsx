import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { keys } from '@/api/keys';
import type { Entity } from '@/api/types';
import { showMoment } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { Changes, useActionLabel } from './Changes';
import styles from './timeline.module.css';

/** Who changed what, value by value. */
export function HistoryTab({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const labelOf = useActionLabel();
  const query = useInfiniteQuery({
    queryKey: keys.history(entity.name, id),
    queryFn: ({ pageParam }) => records.history(entity.name, id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  if (query.isPending) return <Loading />;
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <Empty text={t('history.empty')} />;
  return (
    <div className={styles.tab}>
      <ol className={styles.history}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <div className={styles.meta}>
              <time dateTime={entry.at}>{showMoment(entry.at)}</time>
              <span>{entry.by_name ?? t('common.system')}</span>
              <strong>{labelOf(entry.action)}</strong>
            </div>
            {entry.erased && <p className="ks-muted">{t('history.erased')}</p>}
            <Changes changes={entry.changes} fresh={entry.action === 'create'} />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.load_more')}
        </Button>
      )}
    </div>
  );
}
