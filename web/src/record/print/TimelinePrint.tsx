import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { useCatalog } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, TimelineEntry } from '@/api/types';
import { showMoment } from '@/design/dates';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import styles from './print.module.css';

/** As much of what happened as goes on paper. */
const MOST = 200;

/** What was written down about a record, newest first. What was changed stands in its history. */
export function TimelinePrint({ entity, id, onReady }: { entity: Entity; id: string; onReady: () => void }) {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const query = useQuery({
    queryKey: keys.print(entity.name, { timeline: id }),
    queryFn: async () => {
      const found: TimelineEntry[] = [];
      let cursor: string | undefined;
      do {
        const page = await records.timeline(entity.name, id, cursor);
        found.push(...page.items.filter(({ kind }) => kind === 'record'));
        cursor = page.next_cursor ?? undefined;
      } while (cursor && found.length < MOST);
      return found;
    },
  });
  const { isSuccess } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once
  useEffect(() => {
    if (isSuccess) onReady();
  }, [isSuccess]);
  if (query.isPending) return <Loading rows={3} />;
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data.length === 0) return null;
  return (
    <section className={styles.list}>
      <h2>{t('page.timeline')}</h2>
      <ol className={styles.line}>
        {query.data.map((entry) => (
          <li key={entry.id}>
            <span className={styles.when}>
              {showMoment(entry.at)} {entry.by_name ?? t('common.system')} {entities[entry.entity]?.label}
            </span>
            <span>{entry.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
