import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/design/CopyButton';
import styles from './profile.module.css';

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('second_factor.codes_once')}
        description={t('second_factor.codes_text')}
      />
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <CopyButton text={codes.join('\n')} labelled />
        <Button type="primary" onClick={onDone}>
          {t('second_factor.codes_kept')}
        </Button>
      </div>
    </>
  );
}
