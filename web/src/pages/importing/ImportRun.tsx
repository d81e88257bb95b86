import { useQuery } from '@tanstack/react-query';
import { Button, Result } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { jobs } from '@/api/calls';
import { fileUrl } from '@/api/http';
import { keys } from '@/api/keys';
import type { Entity } from '@/api/types';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { useRefresh } from '@/record/hooks';
import { isRunning, JobCounts, JobProgress } from '../jobStatus';
import styles from './import.module.css';

/** How far the import is, and how it ended. */
export function ImportRun({ entity, id, onAgain }: { entity: Entity; id: string; onAgain: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const query = useQuery({
    queryKey: keys.job(id),
    queryFn: () => jobs.get(id),
    refetchInterval: (state) => (state.state.data && !isRunning(state.state.data) ? false : 800),
  });
  const job = query.data;
  const ended = job !== undefined && !isRunning(job);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the job has ended
  useEffect(() => {
    if (ended) void refresh();
  }, [ended]);
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!job) return <Loading rows={3} />;
  if (!ended) {
    return (
      <div className={styles.run} role="status">
        <p>{t('importing.running', { done: job.done, total: job.total ?? '…' })}</p>
        <JobProgress job={job} />
        <p className="ks-muted">{t('importing.may_leave')}</p>
      </div>
    );
  }
  const clean = job.status === 'succeeded' && job.failed === 0;
  return (
    <Result
      status={clean ? 'success' : job.status === 'succeeded' ? 'warning' : 'error'}
      title={
        clean ? t('importing.done') : job.status === 'succeeded' ? t('importing.done_partly') : t('importing.failed')
      }
      subTitle={<JobCounts job={job} />}
      extra={[
        <LinkButton key="list" primary to="/$entity" params={{ entity: entity.name }}>
          {t('importing.to_list', { label: entity.label })}
        </LinkButton>,
        job.error_file && (
          <Button key="errors" href={fileUrl(job.error_file)}>
            {t('job.error_file')}
          </Button>
        ),
        <Button key="again" onClick={onAgain}>
          {t('importing.another')}
        </Button>,
      ]}
    />
  );
}
