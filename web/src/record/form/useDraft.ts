import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { fieldOf } from '@/api/catalog';
import type { FormDraft } from '@/api/forms';
import { newKey } from '@/api/http';
import { keys } from '@/api/keys';
import type { Entity, Rec } from '@/api/types';
import { NO_PREFILL, type Prefill } from '../prefill';
import { DraftKeeper, dropDraft, placeOf, readDrafts } from './drafts';
import type { RecordFormState } from './useRecordForm';
import { bodyOf, same } from './values';

interface Options {
  entity: Entity;
  record?: Rec;
  prefill?: Prefill;
  form: RecordFormState;
  /** Taken up without asking: a draft that was opened by its id, or any. */
  takeUp?: string | true;
}

export function useDrafts() {
  return useQuery({ queryKey: keys.formDrafts, queryFn: readDrafts, staleTime: 0 });
}

/** Keeps what is typed into a form until it is saved, and offers what was typed before. */
export function useDraft({ entity, record, prefill = NO_PREFILL, form, takeUp }: Options) {
  const client = useQueryClient();
  const [keeper] = useState(() => new DraftKeeper(newKey(), entity));
  const [own, setOwn] = useState<string[]>([keeper.id]);
  const [missing, setMissing] = useState(0);
  const place = record ? '' : placeOf(entity, prefill);
  const { data } = useDrafts();
  const recordId = record?.id ?? null;
  const found = data?.find(
    (draft) =>
      !own.includes(draft.id) &&
      (draft.id === takeUp ||
        (draft.entity === entity.name && draft.record_id === recordId && draft.place === place)) &&
      differs(draft, form),
  );
  useEffect(() => keeper.attach(), [keeper]);
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden') keeper.flushNow();
    };
    document.addEventListener('visibilitychange', leave);
    window.addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      window.removeEventListener('pagehide', leave);
    };
  }, [keeper]);
  const { values, before, dirty, version, done } = form;
  useEffect(() => {
    if (done) return;
    if (!dirty) void keeper.forget();
    else {
      const typed = bodyOf(entity, values, record ? before : null);
      const told = Object.entries(prefill.titles).filter(([key]) => same(typed[key], prefill.values[key]));
      keeper.write({
        entity: entity.name,
        record_id: recordId,
        version: record ? version : null,
        place,
        values: typed,
        titles: Object.fromEntries(told),
      });
    }
  }, [keeper, entity, record, recordId, place, prefill, values, before, dirty, version, done]);
  const forget = useCallback(async () => {
    await keeper.forget();
    await client.invalidateQueries({ queryKey: keys.formDrafts });
  }, [keeper, client]);
  const restore = (draft: FormDraft) => {
    const open = Object.entries(draft.values).filter(([key]) => fieldOf(entity, key)?.writable);
    const lost = Object.keys(draft.values).length - open.length;
    // What can be taken up only in part stays whole among the drafts.
    if (lost === 0) keeper.adopt(draft.id);
    setMissing(lost);
    setOwn([...own, draft.id]);
    form.adopt(Object.fromEntries(open), draft.version);
  };
  const discard = (draft: FormDraft) => {
    setOwn([...own, draft.id]);
    void dropDraft(draft.id).then(() => client.invalidateQueries({ queryKey: keys.formDrafts }));
  };
  const latest = useRef(restore);
  latest.current = restore;
  const wanted = takeUp && found && (takeUp === true || found.id === takeUp) && !dirty ? found : undefined;
  useEffect(() => {
    if (wanted) latest.current(wanted);
  }, [wanted]);
  return { found: wanted ? undefined : found, missing, restore, discard, forget };
}

/** Whether taking the draft up would change anything in the form. */
function differs(draft: FormDraft, form: RecordFormState): boolean {
  return Object.entries(draft.values).some(([key, value]) => !same(value, form.values[key]));
}

export type DraftState = ReturnType<typeof useDraft>;
