import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Change, Entity, HistoryEntry, Rec } from '@/api/types';
import { showMoment } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { Changes, useActionLabel } from './Changes';
import { RevertDialog, RevertProblem, useRevert } from './RevertDialog';
import styles from './timeline.module.css';

/** Who changed what, value by value; any of it can be put back. */
export function HistoryTab({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const labelOf = useActionLabel();
  const [back, setBack] = useState<HistoryEntry>();
  const revert = useRevert(entity);
  const query = useInfiniteQuery({
    queryKey: keys.history(entity.name, record.id),
    queryFn: ({ pageParam }) => records.history(entity.name, record.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  if (query.isPending) return <Loading />;
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <Empty text={t('history.empty')} />;
  const writable = record.can?.update === true;
  /** A value can be put back where it was changed to another: a new record has none before. */
  const restore = (entry: HistoryEntry) => (change: Change) => {
    if (!writable || entry.version < 2 || !fieldOf(entity, change.field)?.writable) return undefined;
    return () =>
      revert.mutate(
        { record, back: { version: entry.version - 1, fields: [change.field] } },
        {
          onError: (error) =>
            modal.error({ title: t('history.not_reverted'), content: <RevertProblem error={error} />, width: 560 }),
        },
      );
  };
  return (
    <div className={styles.tab}>
      <ol className={styles.history}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <div className={styles.meta}>
              <time dateTime={entry.at}>{showMoment(entry.at)}</time>
              <span>{entry.by_name ?? t('common.system')}</span>
              <strong>{labelOf(entry.action)}</strong>
              {entry.action === 'reveal' && <span>{t('history.purpose', { text: entry.purpose })}</span>}
              {writable && entry.version > 0 && entry.version < record.version && (
                <Button type="link" size="small" onClick={() => setBack(entry)}>
                  {t('history.revert')}
                </Button>
              )}
            </div>
            {entry.erased && <p className="ks-muted">{t('history.erased')}</p>}
            <Changes
              changes={entry.changes}
              fresh={entry.action === 'create' || entry.action === 'reveal'}
              restore={restore(entry)}
            />
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.load_more')}
        </Button>
      )}
      {back && (
        <RevertDialog
          entity={entity}
          record={record}
          version={back.version}
          at={showMoment(back.at)}
          onClose={() => setBack(undefined)}
        />
      )}
    </div>
  );
}
