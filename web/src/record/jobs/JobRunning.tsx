import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/types';
import { DeedButtons } from './DeedButtons';
import styles from './jobs.module.css';
import { JobProgress, useProgressText } from './words';

interface Props {
  job: Job;
  /** That one need not wait. */
  note: React.ReactNode;
}

/** A job on its way: how far it is, and what can be done meanwhile. */
export function JobRunning({ job, note }: Props) {
  const { t } = useTranslation();
  const text = useProgressText(job);
  return (
    <div className={styles.run}>
      <p role="status">{text}</p>
      <JobProgress job={job} />
      <p className={styles.deeds}>
        <DeedButtons job={job} />
      </p>
      <p className="ks-muted">{job.status === 'paused' ? t('job.rests_note') : note}</p>
    </div>
  );
}
