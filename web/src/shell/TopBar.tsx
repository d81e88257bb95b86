import { GlobalOutlined, LogoutOutlined, MenuOutlined, PlusOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Avatar, Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { Icon } from '@/design/Icon';
import { useNotify } from '@/design/notify';
import { useNarrow } from '@/design/useNarrow';
import { currentLocale, LOCALE_NAMES, LOCALES } from '@/i18n';
import { useChangeLocale } from '@/pages/profile/useChangeLocale';
import { GlobalSearch } from './GlobalSearch';
import { useCreatable } from './menu';
import styles from './shell.module.css';

function NewMenu() {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const items = useCreatable().map((entity) => ({
    key: entity.name,
    icon: <Icon name={entity.icon} />,
    label: (
      <Link to="/$entity/new" params={{ entity: entity.name }}>
        {entity.label}
      </Link>
    ),
  }));
  if (items.length === 0) return null;
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <Button icon={<PlusOutlined />} aria-label={t('nav.new')}>
        {!narrow && t('nav.new')}
      </Button>
    </Dropdown>
  );
}

function LanguageMenu() {
  const { t } = useTranslation();
  const change = useChangeLocale();
  const items = LOCALES.map((locale) => ({
    key: locale,
    label: LOCALE_NAMES[locale],
    onClick: () => void change(locale),
  }));
  return (
    <Dropdown trigger={['click']} menu={{ items, selectedKeys: [currentLocale()] }} placement="bottomRight">
      <Button type="text" icon={<GlobalOutlined />} aria-label={t('nav.language')} title={t('nav.language')} />
    </Dropdown>
  );
}

function PersonMenu() {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { staff } = useSession();
  const leave = useMutation({
    mutationFn: calls.signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign_in' });
      client.clear();
    },
    onError: problem,
  });
  const items = [
    { key: 'profile', icon: <UserOutlined />, label: <Link to="/profile">{t('nav.profile')}</Link> },
    { key: 'leave', icon: <LogoutOutlined />, label: t('nav.sign_out'), onClick: () => leave.mutate() },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <button type="button" className={styles.person} aria-label={t('nav.person', { name: staff.name })}>
        <Avatar size={28} style={{ background: 'var(--ant-color-primary)' }}>
          {staff.name.slice(0, 1)}
        </Avatar>
        <span className={styles.personName}>{staff.name}</span>
      </button>
    </Dropdown>
  );
}

export function TopBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  return (
    <header className={`${styles.top} ks-noprint`}>
      {narrow && <Button type="text" icon={<MenuOutlined />} aria-label={t('nav.main')} onClick={onMenu} />}
      <GlobalSearch />
      <div className={styles.tools}>
        <NewMenu />
        {!narrow && <LanguageMenu />}
        <PersonMenu />
      </div>
    </header>
  );
}
