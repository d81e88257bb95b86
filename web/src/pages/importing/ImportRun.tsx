import { Button, Result, type ResultProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '@/api/http';
import type { Entity, Job } from '@/api/types';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { DeedButtons } from '@/record/jobs/DeedButtons';
import { isRunning } from '@/record/jobs/deeds';
import { JobRunning } from '@/record/jobs/JobRunning';
import { LeftList } from '@/record/jobs/LeftList';
import { useJob } from '@/record/jobs/useJob';
import { JobCounts } from '@/record/jobs/words';
import styles from './import.module.css';

interface Props {
  entity: Entity;
  id: string;
  onAgain: () => void;
}

function useOutcome(job: Job): Pick<ResultProps, 'status' | 'title'> {
  const { t } = useTranslation();
  const isUndo = job.kind === 'undo';
  if (job.status === 'cancelled') {
    return { status: 'warning', title: isUndo ? t('undo.cancelled') : t('importing.cancelled') };
  }
  if (job.status !== 'succeeded') {
    return { status: 'error', title: isUndo ? t('undo.failed') : t('importing.failed') };
  }
  const clean = job.failed === 0 && (!isUndo || job.skipped === 0);
  const words = isUndo ? [t('undo.done'), t('undo.done_partly')] : [t('importing.done'), t('importing.done_partly')];
  return { status: clean ? 'success' : 'warning', title: clean ? words[0] : words[1] };
}

function Outcome({ entity, job, onAgain }: { entity: Entity; job: Job; onAgain: () => void }) {
  const { t } = useTranslation();
  const outcome = useOutcome(job);
  return (
    <>
      <Result
        {...outcome}
        subTitle={<JobCounts job={job} />}
        extra={
          <div className={styles.next}>
            <LinkButton primary to="/$entity" params={{ entity: entity.name }}>
              {t('importing.to_list', { label: entity.label })}
            </LinkButton>
            {job.error_file && <Button href={fileUrl(job.error_file)}>{t('job.error_file')}</Button>}
            <Button onClick={onAgain}>{t('importing.another')}</Button>
            {job.kind === 'import' && <DeedButtons job={job} undo={t('importing.undo')} />}
          </div>
        }
      />
      {job.result?.left && job.result.left.length > 0 && (
        <div className={styles.left}>
          <h3 className={styles.part}>{t('undo.left_title', { count: job.skipped })}</h3>
          <LeftList job={job} />
        </div>
      )}
    </>
  );
}

/** How far the import is, and how it ended; once it is being taken back, the same of that. */
export function ImportRun({ entity, id, onAgain }: Props) {
  const { t } = useTranslation();
  const query = useJob(id);
  const job = query.data;
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!job) return <Loading rows={3} />;
  if (isRunning(job)) return <JobRunning job={job} note={t('importing.may_leave')} />;
  const undo = job.kind === 'import' ? job.result?.undone_by : undefined;
  if (undo) return <ImportRun key={undo} entity={entity} id={undo} onAgain={onAgain} />;
  return <Outcome entity={entity} job={job} onAgain={onAgain} />;
}
