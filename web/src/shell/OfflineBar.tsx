import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntity } from '@/api/catalog';
import { dayAndTime } from '@/design/dates';
import { type Queued, readQueue, removeQueued } from '@/offline/queue';
import { useOffline, useQueueVersion } from '@/offline/state';
import { look } from '@/offline/watch';
import styles from './bottom.module.css';

function Waiting({ item }: { item: Queued }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const entity = useEntity(item.entity);
  const text = String(item.body[entity?.timeline?.text ?? ''] ?? '');
  const drop = async () => {
    const content = t('offline.drop_text');
    if (await modal.confirm({ title: t('offline.drop_title'), content, okText: t('common.delete'), okType: 'danger' }))
      await removeQueued(item.key);
  };
  return (
    <li>
      <div>
        <p>{text}</p>
        <p className="ks-muted">
          {entity?.label} · {dayAndTime(new Date(item.at).toISOString()).join(' ')}
        </p>
        {item.refused && (
          <p className={styles.refused}>
            {item.refused.title}
            {item.refused.detail}
          </p>
        )}
      </div>
      <Button size="small" onClick={() => void drop()}>
        {t('common.delete')}
      </Button>
    </li>
  );
}

/** Says that the server is away and how old is what one sees, and what waits to be sent. */
export function OfflineBar() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { reached, taken_at } = useOffline();
  const version = useQueueVersion();
  const [open, setOpen] = useState(false);
  const queue = useQuery({ queryKey: ['offline', 'queue', version], queryFn: readQueue, staleTime: 0 }).data ?? [];
  const refused = queue.filter((item) => item.refused).length;
  if (reached && queue.length === 0) return null;
  const away = taken_at ? t('offline.banner', { at: dayAndTime(taken_at).join(' ') }) : t('offline.banner_nothing');
  return (
    <aside className={`${styles.offline} ks-noprint`} role="status">
      {!reached && <span>{away}</span>}
      {queue.length > 0 && (
        <button type="button" onClick={() => setOpen(true)}>
          {refused > 0 ? t('offline.refused', { count: refused }) : t('offline.waiting', { count: queue.length })}
        </button>
      )}
      {open && (
        <Drawer
          open
          placement="bottom"
          size="large"
          title={t('offline.queue_title')}
          onClose={() => setOpen(false)}
          extra={<Button onClick={() => void look(client)}>{t('offline.send_now')}</Button>}
        >
          <ul className={styles.waiting}>
            {queue.map((item) => (
              <Waiting key={item.key} item={item} />
            ))}
          </ul>
        </Drawer>
      )}
    </aside>
  );
}
