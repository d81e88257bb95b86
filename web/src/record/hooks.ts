import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ListParams, records } from '@/api/calls';
import { titleOf, useEntity } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Rec } from '@/api/types';
import { useNotify } from '@/design/notify';

export function useList(entity: string, params: ListParams, enabled = true) {
  return useQuery({
    queryKey: keys.list(entity, params),
    queryFn: ({ signal }) => records.list(entity, params, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useRecord(entity: string, id: string) {
  return useQuery({
    queryKey: keys.one(entity, id),
    queryFn: ({ signal }) => records.get(entity, id, signal),
  });
}

/** After a write everything read from records is read again: rollups, titles and timelines follow from it. */
export function useRefresh() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.records });
}

/** Deletes at once and offers to take it back; asks first only where there is no trash to take it back from. */
export function useRemove(entity: string, after?: () => void) {
  const { t } = useTranslation();
  const notify = useNotify();
  const { modal } = App.useApp();
  const refresh = useRefresh();
  const declared = useEntity(entity);
  const restore = useRestore(entity);
  const kept = declared?.actions.includes('restore') ?? false;
  const remove = useMutation({
    mutationFn: (record: Rec) => records.remove(entity, record.id, record.version),
    onSuccess: (_answer, record) => {
      const undo = kept ? { run: () => restore.mutate(record) } : undefined;
      notify.done(t('record.deleted', { title: titleOf(declared, record) }), undo);
      void refresh();
      after?.();
    },
    onError: notify.problem,
  });
  return async (record: Rec) => {
    const title = t('record.delete_ask', { title: titleOf(declared, record) });
    const sure =
      kept ||
      (await modal.confirm({ title, content: t('record.delete_final'), okText: t('common.delete'), okType: 'danger' }));
    if (sure) remove.mutate(record);
  };
}

/** Brings a deleted record back. */
export function useRestore(entity: string) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const declared = useEntity(entity);
  return useMutation({
    mutationFn: (record: Rec) => records.act(entity, record.id, 'restore'),
    onSuccess: (_answer, record) => {
      notify.done(t('record.restored', { title: titleOf(declared, record) }));
      void refresh();
    },
    onError: notify.problem,
  });
}

/** Runs one of the entity's own actions, such as `disable`. */
export function useAct<T = Rec>(entity: string, done?: (answer: T, record: Rec) => void) {
  const notify = useNotify();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ record, action }: { record: Rec; action: string }) =>
      records.act<T>(entity, record.id, action, { version: record.version }),
    onSuccess: (answer, { record }) => {
      done?.(answer, record);
      void refresh();
    },
    onError: notify.problem,
  });
}
