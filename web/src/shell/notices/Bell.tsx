import { BellOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnread } from './useNotices';

const NoticeDrawer = lazy(async () => ({ default: (await import('./NoticeDrawer')).NoticeDrawer }));

/** How many things wait to be read, and the way to them. */
export function Bell() {
  const { t } = useTranslation();
  const unread = useUnread();
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  if (unread === undefined) return null;
  const label = unread > 0 ? t('notices.bell', { count: unread }) : t('notices.title');
  const show = () => {
    setOpened(true);
    setOpen(true);
  };
  return (
    <>
      <Badge count={unread} overflowCount={99} size="small" offset={[-6, 6]}>
        <Button
          type="text"
          icon={<BellOutlined />}
          aria-label={label}
          title={t('notices.title')}
          data-tour="bell"
          onClick={show}
        />
      </Badge>
      {opened && (
        <Suspense fallback={null}>
          <NoticeDrawer open={open} unread={unread} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
