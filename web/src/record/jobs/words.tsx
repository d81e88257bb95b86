import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/types';
import { group } from '@/design/numbers';
import { Tag } from '@/design/Tag';
import { isRunning } from './deeds';

/** What sort of work it is. */
export function JobKind({ job }: { job: Job }) {
  const { t } = useTranslation();
  const words: Record<string, string> = {
    import: t('job.kind_import'),
    export: t('job.kind_export'),
    takeout: t('job.kind_takeout'),
    bulk: t('job.kind_bulk'),
    undo: t('job.kind_undo'),
  };
  return <>{words[job.kind] ?? job.kind}</>;
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
  if (job.result?.undone_by) return <Tag color="grey">{t('job.undone')}</Tag>;
  const { label, color } = words[job.status] ?? { label: job.status, color: 'grey' };
  return <Tag color={color}>{label}</Tag>;
}

export function JobProgress({ job }: { job: Job }) {
  const percent = job.total ? Math.floor((job.done * 100) / job.total) : 0;
  return (
    <Progress
      percent={percent}
      status={job.status === 'running' ? 'active' : 'normal'}
      size="small"
      aria-label={job.title}
    />
  );
}

/** `正在导入：318 / 1,204`. */
export function useProgressText(job: Job): string {
  const { t } = useTranslation();
  const places = { done: group(String(job.done)), total: job.total === null ? '…' : group(String(job.total)) };
  if (job.status === 'paused') return t('job.rests_at', places);
  const words: Record<string, string> = {
    import: t('job.importing', places),
    export: t('job.exporting', places),
    takeout: t('job.exporting', places),
    bulk: t('job.changing', places),
    undo: t('job.undoing', places),
  };
  return words[job.kind] ?? job.title;
}

/** `新建 318 · 失败 2`: only what is not zero, in the words of the kind of work. */
export function JobCounts({ job }: { job: Job }) {
  const { t } = useTranslation();
  const words: Record<string, [number, string][]> = {
    import: [
      [job.created, t('job.created', { count: job.created })],
      [job.updated, t('job.updated', { count: job.updated })],
      [job.skipped, t('job.skipped', { count: job.skipped })],
    ],
    export: [[isRunning(job) ? 0 : job.done, t('job.rows', { count: job.done })]],
    takeout: [[isRunning(job) ? 0 : job.done, t('job.rows', { count: job.done })]],
    bulk: [
      [job.created, t('job.trashed', { count: job.created })],
      [job.updated, t('job.changed', { count: job.updated })],
      [job.skipped, t('job.same', { count: job.skipped })],
      [job.failed, t('job.left', { count: job.failed })],
    ],
    undo: [
      [job.created, t('job.trashed', { count: job.created })],
      [job.updated, t('job.put_back', { count: job.updated })],
      [job.skipped, t('job.left', { count: job.skipped })],
    ],
  };
  const counts = [
    ...(words[job.kind] ?? []),
    [job.kind === 'bulk' ? 0 : job.failed, t('job.faulty', { count: job.failed })] as const,
    [job.warnings, t('job.warnings', { count: job.warnings })] as const,
  ].flatMap(([count, word]) => (count > 0 ? [word] : []));
  const why = job.result?.error?.detail;
  return <>{[...counts, ...(why ? [why] : [])].join(' · ') || '-'}</>;
}
