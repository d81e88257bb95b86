import { ExportOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Table, type TableProps } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { jobs as calls, exports } from '@/api/calls';
import { useEntities } from '@/api/catalog';
import { fileUrl } from '@/api/http';
import { keys } from '@/api/keys';
import type { Job } from '@/api/types';
import { showMoment } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useNarrow } from '@/design/useNarrow';
import { useRefresh } from '@/record/hooks';
import { DeedButtons } from '@/record/jobs/DeedButtons';
import { isRunning } from '@/record/jobs/deeds';
import { LeftButton } from '@/record/jobs/LeftList';
import { JobCounts, JobKind, JobProgress, JobStatus } from '@/record/jobs/words';
import styles from './jobs.module.css';

const LINK = { type: 'link', size: 'small' } as const;

/** What can be fetched from a job, seen of it and done to it. */
function Actions({ job }: { job: Job }) {
  const { t } = useTranslation();
  const file = job.result?.file;
  return (
    <span className={styles.actions}>
      {file && (
        <Button {...LINK} href={fileUrl(file)}>
          {t('job.file')}
        </Button>
      )}
      {job.error_file && (
        <Button {...LINK} href={fileUrl(job.error_file)}>
          {t('job.error_file')}
        </Button>
      )}
      <LeftButton job={job} />
      <DeedButtons job={job} buttons={LINK} />
    </span>
  );
}

/** The jobs on a phone. */
function JobCards({ jobs, empty }: { jobs: Job[]; empty: React.ReactNode }) {
  if (jobs.length === 0) return empty;
  return (
    <ul className={styles.cards}>
      {jobs.map((job) => (
        <li key={job.id}>
          <div className={styles.head}>
            <strong>{job.title}</strong>
            <JobStatus job={job} />
          </div>
          {isRunning(job) && <JobProgress job={job} />}
          <div>
            <JobKind job={job} />
            <span className={styles.dot}>·</span>
            <JobCounts job={job} />
          </div>
          <div className={styles.head}>
            <time className="ks-muted" dateTime={job.created_at}>
              {showMoment(job.created_at)}
            </time>
            <Actions job={job} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Reads the records anew whenever a job has ended. */
function useFollow(jobs: Job[]) {
  const refresh = useRefresh();
  const running = jobs.filter(isRunning).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the number of running ones changes
  useEffect(() => {
    void refresh();
  }, [running]);
}

/** Takes along everything the person may, as one file. */
function TakeoutButton() {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const start = useMutation({
    mutationFn: exports.everything,
    onSuccess: () => {
      notify.done(t('job.takeout_begun'));
      void client.invalidateQueries({ queryKey: keys.jobs });
    },
    onError: notify.problem,
  });
  return (
    <Popconfirm
      placement="bottomRight"
      title={t('job.takeout_ask')}
      description={<div className={styles.what}>{t('job.takeout_what')}</div>}
      okText={t('list.export')}
      onConfirm={() => start.mutate()}
    >
      <Button icon={<ExportOutlined />} loading={start.isPending}>
        {t('job.takeout')}
      </Button>
    </Popconfirm>
  );
}

/** Long work in the background: what runs, how it ended. */
export function JobsPage() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: keys.jobs,
    queryFn: calls.list,
    refetchInterval: (state) => (state.state.data?.items.some(isRunning) ? 2000 : false),
  });
  const columns: TableProps<Job>['columns'] = [
    { key: 'kind', title: t('job.kind'), width: 72, render: (_value, job) => <JobKind job={job} /> },
    { key: 'title', title: t('job.title'), ellipsis: true, dataIndex: 'title' },
    {
      key: 'status',
      title: t('job.status'),
      width: 150,
      render: (_value, job) => (job.status === 'running' ? <JobProgress job={job} /> : <JobStatus job={job} />),
    },
    { key: 'counts', title: t('job.result'), width: 230, render: (_value, job) => <JobCounts job={job} /> },
    { key: 'created', title: t('job.created_at'), width: 146, render: (_value, job) => showMoment(job.created_at) },
    {
      key: 'finished',
      title: t('job.finished_at'),
      width: 146,
      render: (_value, job) => (job.finished_at ? showMoment(job.finished_at) : '-'),
    },
    { key: 'actions', title: t('common.actions'), width: 190, render: (_value, job) => <Actions job={job} /> },
  ];
  const narrow = useNarrow();
  const items = query.data?.items ?? [];
  useFollow(items);
  const first = useEntities().find((entity) => !entity.line && entity.can.import);
  const nothing = query.isPending ? (
    <Loading />
  ) : (
    <Empty
      text={t('job.empty')}
      action={
        first && (
          <LinkButton to="/import" search={{ entity: first.name }}>
            {t('importing.page_of', { label: first.label })}
          </LinkButton>
        )
      }
    />
  );
  const title = t('job.page');
  const exportable = useEntities().some((entity) => !entity.line && entity.can.export);
  return (
    <>
      <PageHead title={title} tab={[title]} actions={exportable && <TakeoutButton />} />
      <Panel flush>
        {query.isError ? (
          <ProblemView error={query.error} retry={() => void query.refetch()} />
        ) : narrow ? (
          <JobCards jobs={items} empty={nothing} />
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
