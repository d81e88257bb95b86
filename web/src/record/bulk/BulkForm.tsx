import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import { toProblem } from '@/api/problem';
import type { Entity } from '@/api/types';
import { ProblemView } from '@/design/ProblemView';
import { AssignFields } from './AssignFields';
import type { BulkKind } from './BulkDialog';
import styles from './bulk.module.css';
import { SetFields } from './SetFields';
import { TagFields } from './TagFields';
import { type Change, type Chosen, isWhole, useReach, type useStart } from './useBulk';

interface Props {
  entity: Entity;
  kind: BulkKind;
  chosen: Chosen;
  start: ReturnType<typeof useStart>;
  onCancel: () => void;
}

/** What is to be done, and how far it would reach. */
export function BulkForm({ entity, kind, chosen, start, onCancel }: Props) {
  const { t } = useTranslation();
  const [change, setChange] = useState<Change>(kind === 'delete' ? { delete: true } : {});
  const reach = useReach(chosen, change);
  const owner = fieldOf(entity, entity.owner?.staff ?? '');
  const kept = entity.actions.includes('restore');
  const refusal = start.error ?? (isWhole(change) ? reach.error : null);
  // A fault of a value is said in the words of its field.
  const faults = refusal ? toProblem(refusal).faults : [];
  const { count = 0, within = 0 } = reach.data ?? {};
  const people = change.in_turn?.[owner?.key ?? '']?.length ?? 0;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(change);
      }}
    >
      {kind === 'edit' && <SetFields entity={entity} faults={faults} onChange={(set) => setChange({ set })} />}
      {kind === 'tag' && <TagFields entity={entity} onChange={setChange} />}
      {kind === 'assign' && owner && <AssignFields owner={owner} onChange={setChange} />}
      {kind === 'delete' && <p>{kept ? t('bulk.delete_kept') : t('record.delete_final')}</p>}
      {refusal !== null && faults.length === 0 && <ProblemView error={refusal} />}
      <p className={styles.reach} role="status">
        {reach.data && isWhole(change) && (
          <>
            {kind === 'delete' ? t('bulk.will_delete', { count: within }) : t('bulk.will_change', { count: within })}
            {people > 1 && (
              <> {t('bulk.each', { least: Math.floor(within / people), most: Math.ceil(within / people) })}</>
            )}
            {within < count && <span> {t('bulk.not_yours', { count: count - within })}</span>}
          </>
        )}
      </p>
      <div className={styles.foot}>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          danger={kind === 'delete'}
          disabled={!isWhole(change) || within === 0 || reach.isError}
          loading={start.isPending}
        >
          {kind === 'delete' ? t('common.delete') : t('bulk.run')}
        </Button>
      </div>
    </form>
  );
}
