import type { JobDeed } from '@/api/calls';
import type { Job } from '@/api/types';

export function isRunning(job: Job): boolean {
  return job.finished_at === null;
}

const UNDO_DAYS = 30;

/** Whether what the job wrote can still be taken back. */
export function canUndo(job: Job, now = Date.now()): boolean {
  return (
    ['import', 'bulk', 'undo'].includes(job.kind) &&
    job.finished_at !== null &&
    now - Date.parse(job.finished_at) < UNDO_DAYS * 86_400_000 &&
    job.created + job.updated > 0 &&
    !job.result?.undone_by
  );
}

/** How many records the job left as they were. */
export function leftOf(job: Job): number {
  return job.kind === 'bulk' ? job.failed : job.skipped;
}

/** What may be done to the job as it stands. A file that is half written cannot rest: an export only goes on or ends. */
export function deedsOf(job: Job): JobDeed[] {
  if (!isRunning(job)) return canUndo(job) ? ['undo'] : [];
  if (job.kind === 'export' || job.kind === 'takeout') return ['cancel'];
  return [job.status === 'paused' ? 'resume' : 'pause', 'cancel'];
}
