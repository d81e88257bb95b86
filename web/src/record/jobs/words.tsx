import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/types';
import { Tag } from '@/design/Tag';

export function isRunning(job: Job): boolean {
  return job.finished_at === null;
}

export function JobStatus({ job }: { job: Job }) {
  const { t } = useTranslation();
  const words: Record<string, { label: string; color: string }> = {
    queued: { label: t('job.queued'), color: 'grey' },
    running: { label: t('job.running'), color: 'blue' },
    paused: { label: t('job.paused'), color: 'orange' },
    succeeded: { label: t('job.succeeded'), color: 'green' },
    failed: { label: t('job.failed'), color: 'red' },
    cancelled: { label: t('job.cancelled'), color: 'grey' },
  };
  const { label, color } = words[job.status] ?? { label: job.status, color: 'grey' };
  return <Tag color={color}>{label}</Tag>;
}

export function JobProgress({ job }: { job: Job }) {
  const percent = job.total ? Math.floor((job.done * 100) / job.total) : isRunning(job) ? 0 : 100;
  const status = job.status === 'failed' ? 'exception' : isRunning(job) ? 'active' : 'normal';
  return <Progress percent={percent} status={status} size="small" aria-label={job.title} />;
}

/** `新建 318 · 失败 2`: only what is not zero. */
export function JobCounts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const counts = [
    job.created > 0 && t('job.created', { count: job.created }),
    job.updated > 0 && t('job.updated', { count: job.updated }),
    job.skipped > 0 && t('job.skipped', { count: job.skipped }),
    job.failed > 0 && t('job.faulty', { count: job.failed }),
    job.warnings > 0 && t('job.warnings', { count: job.warnings }),
  ].filter(Boolean);
  return <>{counts.length > 0 ? counts.join(' · ') : '-'}</>;
}
