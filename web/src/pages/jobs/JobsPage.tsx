import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { jobs as calls } from '@/api/calls';
import { fileUrl } from '@/api/http';
import { keys } from '@/api/keys';
import type { Job } from '@/api/types';
import { showMoment } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useNarrow } from '@/design/useNarrow';
import { isRunning, JobCounts, JobProgress, JobStatus } from './jobStatus';
import cards from './jobs.module.css';

interface CardsProps {
  jobs: Job[];
  actionsOf: (job: Job) => React.ReactNode;
  empty: React.ReactNode;
}

/** The jobs on a phone. */
function JobCards({ jobs, actionsOf, empty }: CardsProps) {
  if (jobs.length === 0) return empty;
  return (
    <ul className={cards.cards}>
      {jobs.map((job) => (
        <li key={job.id}>
          <div className={cards.head}>
            <strong>{job.title}</strong>
            <JobStatus job={job} />
          </div>
          {isRunning(job) && <JobProgress job={job} />}
          <div>
            <JobCounts job={job} />
          </div>
          <div className={cards.head}>
            <time className="ks-muted" dateTime={job.created_at}>
              {showMoment(job.created_at)}
            </time>
            <span>{actionsOf(job)}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Long work in the background: what runs, how it ended. */
export function JobsPage() {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keys.jobs,
    queryFn: calls.list,
    refetchInterval: (state) => (state.state.data?.items.some(isRunning) ? 2000 : false),
  });
  const cancel = useMutation({
    mutationFn: calls.cancel,
    onSettled: () => client.invalidateQueries({ queryKey: keys.jobs }),
    onError: problem,
  });
  const actionsOf = (job: Job) => (
    <>
      {isRunning(job) && (
        <Button type="link" size="small" onClick={() => cancel.mutate(job.id)}>
          {t('common.cancel')}
        </Button>
      )}
      {job.error_file && <a href={fileUrl(job.error_file)}>{t('job.error_file')}</a>}
    </>
  );
  const columns: TableProps<Job>['columns'] = [
    { key: 'title', title: t('job.title'), width: 220, ellipsis: true, dataIndex: 'title' },
    { key: 'status', title: t('job.status'), width: 100, render: (_value, job) => <JobStatus job={job} /> },
    { key: 'progress', title: t('job.progress'), width: 170, render: (_value, job) => <JobProgress job={job} /> },
    { key: 'counts', title: t('job.result'), width: 220, render: (_value, job) => <JobCounts job={job} /> },
    { key: 'created', title: t('job.created_at'), width: 150, render: (_value, job) => showMoment(job.created_at) },
    {
      key: 'finished',
      title: t('job.finished_at'),
      width: 150,
      render: (_value, job) => (job.finished_at ? showMoment(job.finished_at) : '-'),
    },
    {
      key: 'actions',
      title: t('common.actions'),
      width: 130,
      render: (_value, job) => actionsOf(job),
    },
  ];
  const narrow = useNarrow();
  const items = query.data?.items ?? [];
  const nothing = query.isPending ? <Loading /> : <Empty text={t('job.empty')} />;
  const title = t('job.page');
  return (
    <>
      <PageHead title={title} tab={[title]} />
      <Panel flush>
        {query.isError ? (
          <ProblemView error={query.error} retry={() => void query.refetch()} />
        ) : narrow ? (
          <JobCards jobs={items} actionsOf={actionsOf} empty={nothing} />
        ) : (
          <Table<Job>
            rowKey="id"
            size="middle"
            columns={columns}
            dataSource={items}
            pagination={false}
            scroll={{ x: 1130 }}
            locale={{ emptyText: nothing }}
          />
        )}
      </Panel>
    </>
  );
}
