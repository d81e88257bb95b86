import version from 'virtual:version';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCatalog } from '@/api/catalog';
import styles from './help.module.css';

/** What somebody who helps asks first: which version, which packs, which browser. */
export function About({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { version: catalog, zone } = useCatalog();
  const lines = [
    [t('about_page.version'), version],
    [t('about_page.catalog'), catalog.slice(0, 12)],
    [t('about_page.zone'), zone],
    [t('about_page.browser'), navigator.userAgent],
    [t('about_page.licence'), 'Apache License 2.0'],
  ];
  return (
    <Modal open title={t('help.about')} footer={null} width={520} onCancel={onClose}>
      <p>{t('about_page.text')}</p>
      <dl className={styles.about}>
        {lines.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
