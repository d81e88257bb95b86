import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf } from '@/api/catalog';
import { toProblem } from '@/api/problem';
import type { Entity, Field, Rec } from '@/api/types';
import { useNotify } from '@/design/notify';
import { text } from '@/fields/kit';
import { pointedKey } from '../form/FormGroups';
import { useRefresh } from '../hooks';

/** Whether a record may go to another column: states move along declared moves only. */
export function mayMove(entity: Entity, field: Field, from: string | undefined, to: string): boolean {
  if (!entity.can.update || !field.writable || from === to) return false;
  if (entity.states?.field !== field.key) return true;
  return (entity.states.moves[from ?? ''] ?? []).includes(to);
}

export interface Asked {
  record: Rec;
  keys: string[];
}

/** Moves a card to a column. What a move still needs is asked for; what refuses says why; and it goes back. */
export function useMove(entity: Entity, field: Field, labelOf: (code: string) => string) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { mutate } = useMutation({
    mutationFn: ({ record, to }: { record: Rec; to: string }) =>
      records.update(entity.name, record.id, record.version, { [field.key]: to || null }),
    onSuccess: (saved, { record, to }) => {
      const from = text(record[field.key]) ?? '';
      const back = mayMove(entity, field, to, from) ? { run: () => mutate({ record: saved, to: from }) } : undefined;
      notify.done(t('page.moved', { state: labelOf(to) }), back);
      void refresh();
    },
    onError: (error, { record, to }) => {
      const keys = toProblem(error)
        .faults.map((fault) => pointedKey(fault.pointer))
        .filter((name) => name !== field.key && fieldOf(entity, name));
      if (keys.length > 0) setAsked({ record: { ...record, [field.key]: to }, keys: [...new Set(keys)] });
      else notify.problem(error);
      void refresh();
    },
  });
  const move = (record: Rec, to: string) => {
    const from = text(record[field.key]) ?? '';
    if (from === to) return;
    if (mayMove(entity, field, from, to)) return mutate({ record, to });
    const next = (entity.states?.moves[from] ?? []).map(labelOf).join(t('common.list_comma'));
    const ways = next ? t('board.may_go', { next }) : t('board.stays');
    notify.warn(t('board.no_move', { from: labelOf(from), to: labelOf(to) }), [ways]);
  };
  return { move, asked, answered: () => setAsked(null) };
}
