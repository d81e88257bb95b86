import {
  GlobalOutlined,
  LogoutOutlined,
  MenuOutlined,
  PlusOutlined,
  SwapOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { Avatar, Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import { Icon } from '@/design/Icon';
import { useToggleMode } from '@/design/mode';
import { useHotkey } from '@/design/useHotkey';
import { useInHand, useNarrow } from '@/design/useNarrow';
import { currentLocale, LOCALE_NAMES, LOCALES } from '@/i18n';
import { useChangeLocale } from '@/pages/profile/useChangeLocale';
import { HelpMenu } from './help/HelpMenu';
import { useCreatable } from './menu';
import { Bell } from './notices/Bell';
import { Palette } from './palette/Palette';
import styles from './shell.module.css';
import { useGo } from './useGo';
import { useSignOut } from './useSignOut';

const KeySheet = lazy(async () => ({ default: (await import('./KeySheet')).KeySheet }));
const RoleSwitch = lazy(async () => ({ default: (await import('./RoleSwitch')).RoleSwitch }));

/** N makes another of what the page shows, or asks what to make. */
function NewMenu() {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const here = useLocation({ select: (location) => location.pathname.split('/')[1] });
  const creatable = useCreatable();
  const shown = creatable.find(({ name }) => name === here);
  useHotkey('create', () => {
    if (shown) void navigate({ to: '/$entity/new', params: { entity: shown.name } });
    else setOpen(true);
  });
  const items = creatable.map((entity) => ({
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
    <Dropdown trigger={['click']} open={open} onOpenChange={setOpen} autoFocus menu={{ items }} placement="bottomRight">
      <Button icon={<PlusOutlined />} aria-label={t('nav.new')} data-tour="new">
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
  const signOut = useSignOut();
  const { staff, demo } = useSession();
  const [switching, setSwitching] = useState(false);
  const items = [
    { key: 'profile', icon: <UserOutlined />, label: <Link to="/profile">{t('nav.profile')}</Link> },
    ...(demo
      ? [{ key: 'role', icon: <SwapOutlined />, label: t('session.other_role'), onClick: () => setSwitching(true) }]
      : []),
    { key: 'leave', icon: <LogoutOutlined />, label: t('nav.sign_out'), onClick: signOut },
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <button type="button" className={styles.person} aria-label={t('nav.person', { name: staff.name })}>
          <Avatar size={28} aria-hidden style={{ background: 'var(--ant-color-primary)' }}>
            <span className={styles.letter} data-letter={staff.name.slice(0, 1)} />
          </Avatar>
          <span className={styles.personName}>{staff.name}</span>
        </button>
      </Dropdown>
      {switching && (
        <Suspense fallback={null}>
          <RoleSwitch onClose={() => setSwitching(false)} />
        </Suspense>
      )}
    </>
  );
}

/** The keys that are for the whole page, and the list of all of them. */
function useGlobalKeys(): [sheet: boolean, setSheet: (open: boolean) => void] {
  const [sheet, setSheet] = useState(false);
  useHotkey('sheet', () => setSheet(true));
  useHotkey('theme', useToggleMode());
  useGo();
  return [sheet, setSheet];
}

export function TopBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const inHand = useInHand();
  const [sheet, setSheet] = useGlobalKeys();
  return (
    <header className={`${styles.top} ks-noprint`}>
      {narrow && (
        <Button type="text" icon={<MenuOutlined />} aria-label={t('nav.main')} data-tour="menu" onClick={onMenu} />
      )}
      <Palette onSheet={() => setSheet(true)} />
      <div className={styles.tools}>
        {!inHand && <NewMenu />}
        {!narrow && <LanguageMenu />}
        <Bell />
        <HelpMenu onSheet={() => setSheet(true)} />
        <PersonMenu />
      </div>
      {sheet && (
        <Suspense fallback={null}>
          <KeySheet onClose={() => setSheet(false)} />
        </Suspense>
      )}
    </header>
  );
}
