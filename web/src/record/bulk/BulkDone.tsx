import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/types';
import { canUndo, leftOf } from '../jobs/deeds';
import { LeftList } from '../jobs/LeftList';
import { useUndo } from '../jobs/useUndo';
import { JobCounts } from '../jobs/words';
import styles from './bulk.module.css';

/** How a change ended that could not reach every record: the figures, and which were left and why. */
export function BulkDone({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useTranslation();
  const undo = useUndo();
  const left = leftOf(job);
  return (
    <>
      {job.status === 'cancelled' && <p>{t('bulk.cancelled')}</p>}
      <p role="status">
        <JobCounts job={job} />
      </p>
      {left > 0 && (
        <div className={styles.left}>
          <strong>{t('undo.left_title', { count: left })}</strong>
          <LeftList job={job} />
        </div>
      )}
      <div className={styles.foot}>
        {canUndo(job) && (
          <Button
            onClick={() => {
              void undo(job);
              onClose();
            }}
          >
            {t('common.undo')}
          </Button>
        )}
        <Button type="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  );
}
