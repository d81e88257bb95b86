import { Link, useLocation } from '@tanstack/react-router';
import { Menu } from 'antd';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/design/Icon';
import { useMenu } from './menu';

/** The navigation of the catalog; icons alone while folded. */
export function Nav({ folded, onNavigate }: { folded: boolean; onNavigate?: () => void }) {
  const { t } = useTranslation();
  const groups = useMenu();
  const path = useLocation({ select: (location) => location.pathname });
  const selected = path === '/' ? 'home' : (path.split('/')[1] ?? '');
  const items = groups.map((group, index) => ({
    key: `group${index}`,
    type: 'group' as const,
    label: folded ? null : group.label,
    children: group.items.map((item) => ({
      key: item.key,
      icon: <Icon name={item.icon} />,
      title: item.label,
      label: (
        <Link to={item.to} onClick={onNavigate} data-tour={item.key === 'customer' ? 'list' : undefined}>
          {item.label}
        </Link>
      ),
    })),
  }));
  return (
    <nav aria-label={t('nav.main')}>
      <Menu
        mode="inline"
        inlineCollapsed={folded}
        items={items}
        selectedKeys={[selected]}
        style={{ border: 0, background: 'none' }}
      />
    </nav>
  );
}
