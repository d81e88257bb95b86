import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDict, useEntity } from '@/api/catalog';
import { dayAndTime, today } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Icon } from '@/design/Icon';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import styles from './notices.module.css';
import { type Notice, useMarkRead, useNotices, wayOf } from './useNotices';

/** What each kind looks like; another pack's kinds look like a bell. */
const ICONS: Record<string, string> = {
  mentioned: 'comment',
  assigned: 'solution',
  todo_assigned: 'check-square',
  todo_reminder: 'clock-circle',
  todo_due: 'clock-circle',
  follow_up_due: 'phone',
  announcement: 'notification',
  digest: 'calendar',
  job_succeeded: 'check-circle',
  job_failed: 'close-circle',
};

interface RowProps {
  notice: Notice;
  onOpen: () => void;
}

function Row({ notice, onOpen }: RowProps) {
  const { t } = useTranslation();
  const kind = useDict('notification_kind').byCode.get(notice.kind_code);
  const [day, time] = dayAndTime(notice.created_at);
  const title = notice.titles?.about;
  const words = (
    <>
      <span className={styles.mark}>
        <Icon name={ICONS[notice.kind_code] ?? 'bell'} />
      </span>
      <span className={styles.words}>
        <span className={styles.content}>{notice.content}</span>
        {typeof title === 'string' && <span className={styles.about}>{title}</span>}
        <span className={styles.meta}>
          {kind?.label} · <time dateTime={notice.created_at}>{day === today() ? time : `${day} ${time}`}</time>
        </span>
      </span>
      {!notice.read_at && <span className={styles.dot} role="img" aria-label={t('notices.unread')} />}
    </>
  );
  const className = `${styles.row} ${notice.read_at ? styles.read : ''}`;
  const way = wayOf(notice);
  if (way) {
    return (
      <Link className={className} {...way} onClick={onOpen}>
        {words}
      </Link>
    );
  }
  return (
    <button type="button" className={className} onClick={onOpen}>
      {words}
    </button>
  );
}

interface Props {
  open: boolean;
  unread: number;
  onClose: () => void;
}

/** The notifications of whoever is signed in: today's and earlier ones, each the way to what it is about. */
export function NoticeDrawer({ open, unread, onClose }: Props) {
  const { t } = useTranslation();
  const entity = useEntity('notification');
  const query = useNotices();
  const mark = useMarkRead();
  const isToday = (notice: Notice) => dayAndTime(notice.created_at)[0] === today();
  const groups = [
    { label: t('notices.today'), items: query.items.filter(isToday) },
    { label: t('notices.earlier'), items: query.items.filter((notice) => !isToday(notice)) },
  ].filter((group) => group.items.length > 0);
  const follow = (notice: Notice) => {
    if (!notice.read_at) mark.mutate([notice.id]);
    if (wayOf(notice)) onClose();
  };
  const all = (
    <Button type="link" disabled={unread === 0} loading={mark.isPending} onClick={() => mark.mutate(undefined)}>
      {t('notices.read_all')}
    </Button>
  );
  return (
    <Drawer
      open={open}
      title={t('notices.title')}
      extra={all}
      size={400}
      onClose={onClose}
      styles={{ body: { padding: 0 } }}
    >
      {query.isPending && <Loading />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.data && groups.length === 0 && <Empty text={entity?.empty ?? ''} />}
      {groups.map((group) => (
        <section key={group.label}>
          <h2 className={styles.head}>{group.label}</h2>
          <ul className={styles.list}>
            {group.items.map((notice) => (
              <li key={notice.id}>
                <Row notice={notice} onOpen={() => follow(notice)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {query.hasNextPage && (
        <div className={styles.more}>
          <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common.load_more')}
          </Button>
        </div>
      )}
    </Drawer>
  );
}
