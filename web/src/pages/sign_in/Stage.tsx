import { GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { Mark } from '@/design/Mark';
import { changeLocale, currentLocale, LOCALE_NAMES, LOCALES } from '@/i18n';
import styles from './sign_in.module.css';

/** The page before sign-in: who we are, one thing to do, the language. */
export function Stage({
  wide,
  banner,
  children,
}: {
  wide?: boolean;
  banner?: React.ReactNode;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  const items = LOCALES.map((locale) => ({
    key: locale,
    label: LOCALE_NAMES[locale],
    onClick: () => void changeLocale(locale),
  }));
  return (
    <div className={styles.stage}>
      {banner}
      <header className={styles.head}>
        <span className={styles.brand}>
          <Mark size={32} />
          {t('app.name')}
        </span>
        <Dropdown trigger={['click']} menu={{ items, selectedKeys: [currentLocale()] }} placement="bottomRight">
          <Button type="text" icon={<GlobalOutlined />}>
            {LOCALE_NAMES[currentLocale()]}
          </Button>
        </Dropdown>
      </header>
      <main className={wide ? styles.wide : styles.main}>{children}</main>
      <footer className={styles.foot}>{t('app.slogan')}</footer>
    </div>
  );
}
