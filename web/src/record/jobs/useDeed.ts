import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { type JobDeed, jobs } from '@/api/calls';
import { keys } from '@/api/keys';
import type { Job } from '@/api/types';
import { useNotify } from '@/design/notify';

/** Does it; taking back is asked about first. */
export function useDeed(job: Job) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const { problem } = useNotify();
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: (deed: JobDeed) => jobs.act(job.id, deed),
    onSettled: () => client.invalidateQueries({ queryKey: keys.jobs }),
    onError: problem,
  });
  const ask = () => {
    const { created, updated } = job;
    const words: Record<string, [string, string]> = {
      import: [t('undo.created', { count: created }), t('undo.updated', { count: updated })],
      bulk: [t('undo.redo_created', { count: created }), t('undo.changed', { count: updated })],
      undo: [t('undo.redo_created', { count: created }), t('undo.redo_updated', { count: updated })],
    };
    const [first, second] = words[job.kind] ?? [];
    const parts = [created > 0 && first, updated > 0 && second];
    return modal.confirm({
      title: t('undo.ask', { title: job.title }),
      content: t('undo.what', { parts: parts.filter(Boolean).join(t('undo.comma')) }),
      okText: t('common.undo'),
    });
  };
  return {
    isPending,
    async run(deed: JobDeed) {
      if (deed !== 'undo' || (await ask())) mutate(deed);
    },
  };
}
