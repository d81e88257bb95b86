import { ArrowRightOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { keys } from '@/api/keys';
import { toProblem } from '@/api/problem';
import type { Entity, Rec } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { ProblemView } from '@/design/ProblemView';
import { useRefresh } from '../hooks';
import { Words } from './Changes';
import styles from './timeline.module.css';

/** What a record is put back to, and which values of it; all that differ without `fields`. */
interface Back {
  version: number;
  fields?: string[];
}

/** Puts values of a record back to what an earlier version held, with a way back from there. */
export function useRevert(entity: Entity, done?: () => void) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const revert = useMutation({
    mutationFn: ({ record, back }: { record: Rec; back: Back; silent?: boolean }) =>
      records.act(entity.name, record.id, 'revert', { body: back, version: record.version }),
    onSuccess: (saved, { record, back, silent }) => {
      void refresh();
      done?.();
      if (silent) return;
      const again = { version: record.version, fields: back.fields };
      notify.done(t('history.reverted'), { run: () => revert.mutate({ record: saved, back: again, silent: true }) });
    },
  });
  return revert;
}

/** What stood in the way, value by value where the server names them. */
export function RevertProblem({ error }: { error: unknown }) {
  const { faults } = toProblem(error);
  return (
    <>
      <ProblemView error={error} />
      {faults.map(({ pointer, detail }) => (
        <p key={pointer} className={styles.fault}>
          {detail}
        </p>
      ))}
    </>
  );
}

interface Props {
  entity: Entity;
  record: Rec;
  version: number;
  /** When the record stood so, in words. */
  at: string;
  onClose: () => void;
}

/** Shows what putting the record back to a moment would change, and does so with what is ticked. */
export function RevertDialog({ entity, record, version, at, onClose }: Props) {
  const { t } = useTranslation();
  const [left, setLeft] = useState<string[]>([]);
  const query = useQuery({
    queryKey: keys.asOf(entity.name, record.id, version),
    queryFn: () => records.asOf(entity.name, record.id, version),
  });
  const revert = useRevert(entity, onClose);
  const changes = query.data?.changes ?? [];
  const chosen = changes.filter(({ field, writable }) => writable && !left.includes(field)).map(({ field }) => field);
  return (
    <Modal
      open
      width={680}
      title={t('history.revert_title', { at })}
      okText={t('history.revert_ok', { count: chosen.length })}
      okButtonProps={{ disabled: chosen.length === 0, loading: revert.isPending }}
      onOk={() => revert.mutate({ record, back: { version, fields: chosen } })}
      onCancel={onClose}
    >
      {query.isPending && <Loading />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.data && changes.length === 0 && <Empty text={t('history.nothing_differs')} />}
      {changes.length > 0 && <p className="ks-muted">{t('history.revert_hint')}</p>}
      <ul className={styles.backs}>
        {changes.map(({ field, label, old, new: then, writable }) => (
          <li key={field}>
            <Checkbox
              checked={writable && !left.includes(field)}
              disabled={!writable}
              onChange={({ target }) =>
                setLeft(target.checked ? left.filter((key) => key !== field) : [...left, field])
              }
            >
              {label}
            </Checkbox>
            <span className={styles.back}>
              <del>
                <Words value={old} />
              </del>
              <ArrowRightOutlined aria-label={t('history.became')} />
              <Words value={then} />
              {!writable && <span className="ks-muted">{t('history.not_writable')}</span>}
            </span>
          </li>
        ))}
      </ul>
      {revert.isError && <RevertProblem error={revert.error} />}
    </Modal>
  );
}
