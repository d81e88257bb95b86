import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/keys';
import type { Entity, Job } from '@/api/types';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { ProblemView } from '@/design/ProblemView';
import { isRunning, leftOf } from '../jobs/deeds';
import { JobRunning } from '../jobs/JobRunning';
import { useJob } from '../jobs/useJob';
import { useUndo } from '../jobs/useUndo';
import { BulkDone } from './BulkDone';
import { BulkForm } from './BulkForm';
import { type Chosen, useStart } from './useBulk';

export type BulkKind = 'edit' | 'assign' | 'tag' | 'delete';

interface Props {
  entity: Entity;
  kind: BulkKind;
  chosen: Chosen;
  count: number;
  onClose: () => void;
  /** The records are as asked, all of them or some. */
  onDone: () => void;
}

/** A job that went through without a word needs none but a toast. */
function Run({ id, entity, onClose, onDone }: { id: string } & Pick<Props, 'entity' | 'onClose' | 'onDone'>) {
  const { t } = useTranslation();
  const notify = useNotify();
  const undo = useUndo();
  const client = useQueryClient();
  const { data: job, error, refetch } = useJob(id);
  const smooth = (one: Job) => one.status === 'succeeded' && leftOf(one) === 0;
  const ended = job && !isRunning(job) ? job : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the job has ended
  useEffect(() => {
    if (!ended) return;
    void client.invalidateQueries({ queryKey: keys.jobs });
    onDone();
    if (!smooth(ended)) return;
    const count = ended.created + ended.updated;
    const words = ended.created > 0 ? t('bulk.deleted', { count }) : t('bulk.changed', { count });
    const restores = ended.created === 0 || entity.actions.includes('restore');
    notify.done(words, count > 0 && restores ? { run: () => void undo(ended) } : undefined);
    onClose();
  }, [ended?.id]);
  if (error) return <ProblemView error={error} retry={() => void refetch()} />;
  if (!job) return <Loading rows={3} />;
  if (isRunning(job)) return <JobRunning job={job} note={t('bulk.may_close')} />;
  return smooth(job) ? null : <BulkDone job={job} onClose={onClose} />;
}

/** Changes what was chosen: asks what, says how far it reaches, then shows how far it is. */
export function BulkDialog({ entity, kind, chosen, count, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const start = useStart(chosen);
  const titles: Record<BulkKind, string> = {
    edit: t('bulk.title_edit', { count }),
    assign: t('bulk.title_assign', { count }),
    tag: t('bulk.title_tag', { count }),
    delete: t('bulk.title_delete', { count }),
  };
  return (
    <Modal open title={titles[kind]} width={560} footer={null} onCancel={onClose}>
      {start.data ? (
        <Run id={start.data.id} entity={entity} onClose={onClose} onDone={onDone} />
      ) : (
        <BulkForm entity={entity} kind={kind} chosen={chosen} start={start} onCancel={onClose} />
      )}
    </Modal>
  );
}
