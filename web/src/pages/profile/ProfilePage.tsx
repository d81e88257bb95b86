import { Segmented, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import { MODES, type Mode, setMode, useMode } from '@/design/mode';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { currentLocale, LOCALE_NAMES, LOCALES } from '@/i18n';
import { DraftList } from '@/record/form/DraftList';
import { DevicePanel } from './DevicePanel';
import { NoticePanel } from './NoticePanel';
import { PasswordForm } from './PasswordForm';
import styles from './profile.module.css';
import { SecondFactorPanel } from './SecondFactorPanel';
import { TokenPanel } from './TokenPanel';
import { useChangeLocale } from './useChangeLocale';
import { useKeySwitch } from './useKeySwitch';

function Me() {
  const { t } = useTranslation();
  const { staff, roles, dept } = useSession();
  const facts = [
    [t('profile.name'), staff.name],
    [t('session.username'), staff.username],
    [t('profile.dept'), dept?.name],
    [t('profile.roles'), roles.map((role) => role.name).join(t('common.list_comma'))],
  ];
  return (
    <Panel title={t('profile.me')}>
      <dl className={styles.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value || '-'}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Looks() {
  const { t } = useTranslation();
  const mode = useMode();
  const [keysOn, turnKeys] = useKeySwitch();
  const change = useChangeLocale();
  const labels: Record<Mode, string> = {
    system: t('profile.theme_system'),
    light: t('profile.theme_light'),
    dark: t('profile.theme_dark'),
  };
  return (
    <Panel title={t('profile.looks')}>
      <div className={styles.looks}>
        <label htmlFor="locale">{t('nav.language')}</label>
        <Select
          id="locale"
          style={{ width: 180 }}
          value={currentLocale()}
          options={LOCALES.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))}
          onChange={(locale) => void change(locale)}
        />
        <span id="theme">{t('profile.theme')}</span>
        <div>
          <Segmented
            aria-labelledby="theme"
            value={mode}
            options={MODES.map((value) => ({ value, label: labels[value] }))}
            onChange={setMode}
          />
        </div>
        <span>{t('keys.title')}</span>
        <div className={styles.keys}>
          <Switch checked={keysOn} onChange={turnKeys} aria-label={t('keys.enable')} />
          <span className="ks-muted">{t('keys.enable_hint')}</span>
        </div>
      </div>
    </Panel>
  );
}

export function ProfilePage() {
  const { t } = useTranslation();
  const title = t('nav.profile');
  return (
    <>
      <PageHead title={title} tab={[title]} />
      <div className={styles.page}>
        <Me />
        <Looks />
        <NoticePanel />
        <DraftList />
        <PasswordForm />
        <SecondFactorPanel />
        <DevicePanel />
        <TokenPanel />
      </div>
    </>
  );
}
