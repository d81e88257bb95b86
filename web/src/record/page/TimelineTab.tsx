import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Fragment, memo } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldsOf, useEntity } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { TimelineEntry } from '@/api/types';
import { dayAndTime } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Icon } from '@/design/Icon';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import { CommentBox } from '../comments/CommentBox';
import { CommentEntry } from '../comments/CommentEntry';
import { COMMENT } from '../comments/comment';
import type { Target } from '../prefill';
import { Changes, useActionLabel } from './Changes';
import type { Journal } from './journal';
import { QuickBox } from './QuickBox';
import styles from './timeline.module.css';

function Entry({ entry, target }: { entry: TimelineEntry; target: Target }) {
  const { t } = useTranslation();
  const labelOf = useActionLabel();
  const entity = useEntity(entry.entity);
  const record = entry.record;
  const chips =
    entity && record && entry.entity !== COMMENT
      ? fieldsOf(entity, entity.card).filter(
          (field) =>
            !isEmpty(record[field.key]) &&
            field.type !== 'about' &&
            field.key !== entity.timeline?.when &&
            field.key !== entity.owner?.staff,
        )
      : [];
  return (
    <li className={entry.kind === 'record' ? styles.record : styles.change}>
      <span className={styles.mark}>{entry.kind === 'record' && <Icon name={entity?.icon} />}</span>
      <div className={styles.body}>
        <div className={styles.meta}>
          <time dateTime={entry.at}>{dayAndTime(entry.at)[1]}</time>
          <span>{entry.by_name ?? t('common.system')}</span>
          {entry.action && <span>{labelOf(entry.action)}</span>}
          {chips.map((field) => (
            <FieldDisplay
              key={field.key}
              field={field}
              value={record?.[field.key]}
              record={record ?? {}}
              titles={record?.titles ?? {}}
              place="cell"
            />
          ))}
        </div>
        {record && entry.entity === COMMENT && <CommentEntry record={record} target={target} />}
        {entry.kind === 'record' && entry.entity !== COMMENT && (
          <div className={styles.text}>
            <Link to="/$entity/$id" params={{ entity: entry.entity, id: entry.id }}>
              {entry.text}
            </Link>
          </div>
        )}
        {entry.kind === 'history' && entry.action !== 'create' && (
          <Changes changes={entry.changes ?? []} fresh={entry.action === 'reveal'} />
        )}
      </div>
    </li>
  );
}

interface Props {
  target: Target;
  journal: Journal | undefined;
  /** Counts up whenever the writer is called for. */
  writing: number;
}

/** What happened, newest first, under the box where the next thing is written down. */
export const TimelineTab = memo(function TimelineTab({ target, journal, writing }: Props) {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: keys.timeline(target.entity, target.id),
    queryFn: ({ pageParam }) => records.timeline(target.entity, target.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.tab}>
      {journal && <QuickBox journal={journal} target={target} called={writing} />}
      <CommentBox target={target} />
      {query.isPending && <Loading />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.data && entries.length === 0 && <Empty text={t('page.timeline_empty')} />}
      <ol className={styles.line}>
        {entries.map((entry, index) => {
          const [day] = dayAndTime(entry.at);
          const before = entries[index - 1];
          return (
            <Fragment key={`${entry.kind}${entry.id}`}>
              {(!before || dayAndTime(before.at)[0] !== day) && <li className={styles.day}>{day}</li>}
              <Entry entry={entry} target={target} />
            </Fragment>
          );
        })}
      </ol>
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('common.load_more')}
        </Button>
      )}
    </div>
  );
});
