import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { jobs } from '@/api/calls';
import { keys } from '@/api/keys';
import type { Job } from '@/api/types';
import { useNotify } from '@/design/notify';
import { useRefresh } from '../hooks';
import { isRunning } from './deeds';

const PAUSE = 500;
const NAMED = 5;

async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = await jobs.get(id);
    if (!isRunning(job)) return job;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

/** Takes a job back without leaving where one is, and says what came of it. */
export function useUndo(): (job: Job) => Promise<void> {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const client = useQueryClient();
  return async (job) => {
    try {
      const undo = await ended((await jobs.act(job.id, 'undo')).id);
      const left = undo.result?.left ?? [];
      const back = t('undo.back', { count: undo.created + undo.updated });
      if (left.length > 0) {
        const named = left.slice(0, NAMED).map(({ title, id, detail }) => `${title || id}: ${detail}`);
        const rest = undo.skipped - named.length;
        notify.warn(`${back}${t('undo.comma')}${t('undo.some_left', { count: undo.skipped })}`, [
          ...named,
          ...(rest > 0 ? [t('undo.more_left', { count: rest })] : []),
        ]);
      } else notify.done(back);
      void refresh();
      void client.invalidateQueries({ queryKey: keys.jobs });
    } catch (error) {
      notify.problem(error);
    }
  };
}
