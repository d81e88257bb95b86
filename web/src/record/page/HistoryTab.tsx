import { ArrowRightOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Change, Entity, HistoryEntry } from '@/api/types';
import { showMoment } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import styles from './timeline.module.css';

function ChangeValue({ entity, change, value }: { entity: Entity; change: Change; value: unknown }) {
  const field = fieldOf(entity, change.field);
  if (!field) return <>{isEmpty(value) ? '-' : typeof value === 'string' ? value : JSON.stringify(value)}</>;
  return <FieldDisplay field={field} value={value} record={{}} place="fact" />;
}

function useActionLabel(): (entry: HistoryEntry) => string {
  const { t } = useTranslation();
  const labels: Record<string, string> = {
    create: t('history.create'),
    update: t('history.update'),
    delete: t('history.delete'),
    restore: t('history.restore'),
    share: t('history.share'),
    unshare: t('history.unshare'),
    import: t('history.import'),
    merge: t('history.merge'),
  };
  return (entry) => labels[entry.action] ?? entry.action;
}

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
              <strong>{labelOf(entry)}</strong>
            </div>
            {entry.changes.length > 0 && (
              <dl>
                {entry.changes.map((change) => (
                  <div key={change.field}>
                    <dt>{change.label}</dt>
                    <dd>
                      {entry.action !== 'create' && (
                        <>
                          <del>
                            <ChangeValue entity={entity} change={change} value={change.old} />
                          </del>
                          <ArrowRightOutlined aria-label={t('history.became')} />
                        </>
                      )}
                      <ChangeValue entity={entity} change={change} value={change.new} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
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
