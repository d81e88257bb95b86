import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { titleOf, useCatalog } from '@/api/catalog';
import type { AboutRef, Catalog, Entity, Rec } from '@/api/types';
import { means } from '@/design/keys';
import { useNotify } from '@/design/notify';
import { movedBy } from '../form/said';
import { useRefresh } from '../hooks';
import { pointsTo, type Target } from '../prefill';
import { journalOf } from './journal';

/** What one writes about where one looks at `record`: the record, else what the record is about. */
function targetOf(entities: Catalog['entities'], entity: Entity, record: Rec): Target | undefined {
  if (journalOf(entities, entity.name)) return { entity: entity.name, id: record.id, title: titleOf(entity, record) };
  for (const { key } of entity.fields.filter(({ type }) => type === 'about')) {
    const about = record[key] as AboutRef | null | undefined;
    const title = record.titles?.[key];
    // What is out of reach has no title.
    if (about && typeof title === 'string' && journalOf(entities, about.entity)) return { ...about, title };
  }
  return undefined;
}

export function useTarget(entity: Entity, record: Rec): Target | undefined {
  return targetOf(useCatalog().entities, entity, record);
}

let writer: ((target: Target) => void) | undefined;

/** Opens the quick box about a record, from wherever one stands. */
export function write(target: Target): void {
  writer?.(target);
}

/** What a key speaks of: the row that has the focus, and the record that is open on top. */
function inHand(event: KeyboardEvent): { row: HTMLElement | null | undefined; open: HTMLElement | undefined } {
  const at = event.target as HTMLElement | null;
  const place = at?.closest?.('[role="dialog"]') ?? document;
  return {
    row: at?.closest?.<HTMLElement>('[data-row][data-target]'),
    open: [...place.querySelectorAll<HTMLElement>('[data-open]')].at(-1),
  };
}

/** F writes about the row or record in hand, E edits the open record and S opens the menu of its states. */
export function useRecordKeys(onWrite: (target: Target) => void): void {
  const latest = useRef(onWrite);
  latest.current = onWrite;
  useEffect(() => {
    writer = (target) => latest.current(target);
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { row, open } = inHand(event);
      const about = (row ?? open)?.dataset.target;
      if (means(event, 'write') && about) latest.current(JSON.parse(about) as Target);
      else if (means(event, 'edit') && open) open.querySelector<HTMLElement>('[data-edit-open]')?.click();
      else if (means(event, 'state') && open) open.querySelector<HTMLElement>('[data-state]')?.click();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Takes back what was just written, with whatever came along with it, such as the to-do of the next contact. */
export function useTakeBack(entity: Entity) {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const notify = useNotify();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (written: Rec) => {
      for (const { entity: moved, id, version } of movedBy(written)) {
        if (moved && id && version) await records.act(moved, id, 'revert', { body: { version }, version: version + 1 });
      }
      for (const other of Object.values(entities)) {
        const link = other.fields.find(({ type, to }) => type === 'link' && to.includes(entity.name));
        if (!link || !other.can.delete || other.line) continue;
        const filter = pointsTo(link, { entity: entity.name, id: written.id });
        const { items } = await records.list(other.name, { filter, fields: link.key });
        for (const item of items) await records.remove(other.name, item.id, item.version);
      }
      await records.remove(entity.name, written.id, written.version);
    },
    onSuccess: () => notify.done(t('page.taken_back', { label: entity.label })),
    onError: notify.problem,
    onSettled: () => void refresh(),
  });
}
