import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/design/CopyButton';
import styles from './people.module.css';

interface Props {
  link: string;
  name: string;
  kind: 'invite' | 'reset';
  onClose: () => void;
}

/** A one-time link, shown this once; whole, because it is pasted into a message. */
export function LinkDialog({ link: path, name, kind, onClose }: Props) {
  const link = new URL(path, window.location.origin).href;
  const { t } = useTranslation();
  const footer = (
    <Button type="primary" onClick={onClose}>
      {t('common.close')}
    </Button>
  );
  return (
    <Modal
      open
      mask={{ closable: false }}
      title={kind === 'invite' ? t('people.invite_title', { name }) : t('people.reset_title', { name })}
      footer={footer}
      onCancel={onClose}
    >
      <p>{t('people.link_text', { name })}</p>
      <div className={styles.link}>
        <code>{link}</code>
        <CopyButton text={link} labelled />
      </div>
    </Modal>
  );
}
