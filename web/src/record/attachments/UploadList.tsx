import { CloseOutlined, RedoOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { bytes } from '@/design/numbers';
import { Thumb } from '@/fields/file/Thumb';
import styles from './attachments.module.css';
import type { Sending, useUploads } from './useUploads';

function One({ one, uploads }: { one: Sending; uploads: ReturnType<typeof useUploads> }) {
  const { t } = useTranslation();
  const { name, size } = one.file;
  const words = one.problem
    ? `${one.problem.title} · ${one.problem.detail}`
    : one.share < 1
      ? `${bytes(one.share * size)} / ${bytes(size)}`
      : t('attachment.checking');
  return (
    <li className={styles.row}>
      <Thumb id="" name={name} picture={false} size={40} />
      <div className={styles.body}>
        <div className={styles.title}>{name}</div>
        {!one.problem && (
          <Progress percent={Math.floor(one.share * 100)} size="small" showInfo={false} aria-label={name} />
        )}
        <div className={one.problem ? styles.fault : styles.meta} role={one.problem ? 'alert' : undefined}>
          {words}
        </div>
      </div>
      <div className={styles.tools}>
        {one.problem && (
          <Button icon={<RedoOutlined />} onClick={() => uploads.again(one)}>
            {t('common.retry')}
          </Button>
        )}
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={one.problem ? t('attachment.dismiss', { name }) : t('attachment.stop', { name })}
          title={one.problem ? t('common.close') : t('common.cancel')}
          onClick={() => uploads.stop(one)}
        />
      </div>
    </li>
  );
}

/** What is on its way, and what did not get there. */
export function UploadList({ uploads }: { uploads: ReturnType<typeof useUploads> }) {
  if (uploads.list.length === 0) return null;
  return (
    <ul className={styles.list}>
      {uploads.list.map((one) => (
        <One key={one.key} one={one} uploads={uploads} />
      ))}
    </ul>
  );
}
