import { PlusOutlined, UserOutlined } from '@ant-design/icons';
import { Link, useLocation } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/design/Icon';
import styles from './bottom.module.css';
import { type NavItem, useCreatable, useMenu } from './menu';

const QuickSheet = lazy(async () => ({ default: (await import('./quick/QuickSheet')).QuickSheet }));

/** What most people open most, before and after the button in the middle. */
const PLACES = [['home', 'customer'], ['todo']] as const;

function Place({ item }: { item: NavItem }) {
  const path = useLocation({ select: (location) => location.pathname });
  const here = item.to === '/' ? path === '/' : path === item.to || path.startsWith(`${item.to}/`);
  return (
    <Link
      to={item.to}
      className={styles.place}
      aria-current={here ? 'page' : undefined}
      data-tour={item.key === 'customer' ? 'list' : undefined}
    >
      {item.key === 'profile' ? <UserOutlined /> : <Icon name={item.icon} />}
      <span>{item.label}</span>
    </Link>
  );
}

/** On a phone: the places that a thumb reaches, and what one writes down on the way. */
export function BottomBar() {
  const { t } = useTranslation();
  const items = useMenu().flatMap((group) => group.items);
  const creatable = useCreatable();
  const [open, setOpen] = useState(false);
  const of = (keys: readonly string[]) => items.filter((item) => keys.includes(item.key));
  return (
    <nav className={`${styles.bar} ks-foot ks-noprint`} aria-label={t('nav.bottom')}>
      {of(PLACES[0]).map((item) => (
        <Place key={item.key} item={item} />
      ))}
      {creatable.length > 0 && (
        <Button
          type="primary"
          shape="circle"
          size="large"
          className={styles.add}
          icon={<PlusOutlined />}
          aria-label={t('quick.open')}
          aria-haspopup="dialog"
          data-tour="new"
          onClick={() => setOpen(true)}
        />
      )}
      {of(PLACES[1]).map((item) => (
        <Place key={item.key} item={item} />
      ))}
      <Place item={{ key: 'profile', to: '/profile', label: t('nav.mine'), names: {}, icon: '' }} />
      {open && (
        <Suspense fallback={null}>
          <QuickSheet onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </nav>
  );
}
