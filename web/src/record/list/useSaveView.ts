import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import type { Entity } from '@/api/types';
import { useNotify } from '@/design/notify';
import { useRefresh, useRestore } from '../hooks';
import type { ListSearch } from './state';
import { ALL, SAVED_VIEW, type View } from './views';

export interface ViewBody {
  name?: string;
  scope_code?: string;
  is_default?: boolean;
}

interface Save {
  /** Absent for a new one. */
  view?: View;
  body: ViewBody;
  /** Left out: what the view shows stays. */
  definition?: ListSearch;
}

/** Keeps what a list shows under a name, and forgets it again. */
export function useSaveView(entity: Entity, views: View[], open: (id: string) => void) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const restore = useRestore(SAVED_VIEW);
  const save = useMutation({
    mutationFn: async ({ view, body, definition }: Save) => {
      const whole = { ...body, ...(definition && { definition: JSON.stringify(definition) }) };
      const saved = view?.saved
        ? await records.update(SAVED_VIEW, view.id, view.saved.version, whole)
        : await records.create(SAVED_VIEW, { ...whole, entity_name: entity.name });
      // A list opens with one view only.
      const before = views.filter(
        ({ id, own, saved }) => body.is_default && own && saved?.is_default && id !== view?.id,
      );
      for (const { id, saved } of before)
        await records.update(SAVED_VIEW, id, saved?.version ?? 0, { is_default: false });
      return saved;
    },
    onSuccess: async (saved, { view, definition }) => {
      // The view must be known before the address names it.
      await refresh();
      notify.done(t('view.saved', { name: saved.name }));
      if (!view || definition) open(saved.id);
    },
  });
  const remove = useMutation({
    mutationFn: (view: View) => records.remove(SAVED_VIEW, view.id, view.saved?.version ?? 0),
    onSuccess: (_answer, view) => {
      const record = view.saved;
      notify.done(t('view.deleted', { name: view.name }), record && { run: () => restore.mutate(record) });
      open(ALL);
      void refresh();
    },
    onError: notify.problem,
  });
  return { save, remove };
}
