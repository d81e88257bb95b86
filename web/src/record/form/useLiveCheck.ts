import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FocusEvent, useMemo, useState } from 'react';
import { records } from '@/api/calls';
import type { Likeness } from '@/api/forms';
import { keys } from '@/api/keys';
import type { Fault } from '@/api/problem';
import type { Entity, Rec } from '@/api/types';
import { useDebounced } from '@/design/useDebounced';
import type { RecordFormState } from './useRecordForm';
import { bodyOf, type Told } from './values';

/** So soon after the last letter the server is asked. */
const PAUSE = 90;
const NOTHING: Likeness[] = [];
const NOT_TOLD: Told = {};

export interface LiveCheck {
  faults: Fault[];
  alike: Likeness[];
  told: Told;
}

/** The key of the field that something stands in. */
const fieldAt = (target: EventTarget | null) =>
  (target as HTMLElement | null)?.closest?.<HTMLElement>('[data-field]')?.dataset.field;

/**
 * What the server would say of the form as it stands, asked while it is filled: the same checks as a save. A fault is
 * shown once its field has been left, so that nobody is corrected in the middle of a word.
 */
export function useLiveCheck(entity: Entity, record: Rec | undefined, form: RecordFormState) {
  const { values, before, dirty } = form;
  const body = useMemo(() => bodyOf(entity, values, record ? before : null), [entity, values, record, before]);
  const text = useDebounced(JSON.stringify(body), PAUSE);
  const asked = useQuery({
    queryKey: keys.dryRun(entity.name, record?.id, text),
    queryFn: ({ signal }) => records.dryRun(entity.name, record?.id, JSON.parse(text), signal),
    enabled: dirty && !form.saving && !form.done,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const told = dirty && !form.done ? asked.data : undefined;
  const faults = (told?.errors ?? []).filter(({ pointer }) => left.has(pointer.split('/')[1] ?? ''));
  const live: LiveCheck = { faults, alike: told?.alike ?? NOTHING, told: told?.fields ?? NOT_TOLD };
  return {
    live,
    onBlur: (event: FocusEvent) => {
      const key = fieldAt(event.target);
      if (key && key !== fieldAt(event.relatedTarget) && !left.has(key)) setLeft(new Set([...left, key]));
    },
  };
}
