import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDesktop } from '@/design/desktop';
import styles from './profile.module.css';

/** Notices of the desktop: off until somebody turns them on here. */
export function DesktopSwitch() {
  const { t } = useTranslation();
  const { on, permission, turn } = useDesktop();
  const hints = {
    none: t('profile.desktop_none'),
    denied: t('profile.desktop_denied'),
    default: t('profile.desktop_hint'),
    granted: t('profile.desktop_hint'),
  };
  return (
    <>
      <span>{t('profile.desktop')}</span>
      <div className={styles.keys}>
        <Switch
          checked={on}
          disabled={permission === 'none' || permission === 'denied'}
          onChange={(wanted) => void turn(wanted)}
          aria-label={t('profile.desktop')}
        />
        <span className="ks-muted">{hints[permission]}</span>
      </div>
    </>
  );
}
