import { DownloadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Result } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '@/api/http';
import type { Job } from '@/api/types';
import { download } from '@/design/download';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { isRunning } from '../jobs/deeds';
import { JobRunning } from '../jobs/JobRunning';
import { useJob } from '../jobs/useJob';
import { JobCounts } from '../jobs/words';
import styles from './export.module.css';

/** The file comes by itself; who missed it finds it here. */
function Done({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useTranslation();
  const { file, name } = job.result ?? {};
  useEffect(() => {
    if (file) download(fileUrl(file));
  }, [file]);
  return (
    <Result
      className={styles.done}
      status={file ? 'success' : 'error'}
      title={file ? t('exporting.done') : job.status === 'cancelled' ? t('exporting.cancelled') : t('exporting.failed')}
      subTitle={<JobCounts job={job} />}
      extra={
        <>
          {file && (
            <p className={styles.again}>
              <span className="ks-muted">{t('exporting.missed')}</span>{' '}
              <a href={fileUrl(file)} download>
                <DownloadOutlined /> {name}
              </a>
            </p>
          )}
          <Button type="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    />
  );
}

/** How far the export is; it goes on when the dialog is closed. */
export function ExportRun({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const query = useJob(id);
  const job = query.data;
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!job) return <Loading rows={3} />;
  if (!isRunning(job)) return <Done job={job} onClose={onClose} />;
  const note = (
    <>
      {t('exporting.may_close')} <Link to="/jobs">{t('job.page')}</Link>
    </>
  );
  return <JobRunning job={job} note={note} />;
}
