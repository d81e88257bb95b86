import { useQueries } from '@tanstack/react-query';
import { type ListParams, records } from '@/api/calls';
import { fieldList } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Field, Rec, RecordPage } from '@/api/types';
import { dayAndTime } from '@/design/dates';
import { all, joinRange } from '@/fields/feel';
import { text } from '@/fields/kit';
import { kitOf } from '@/fields/registry';
import { useList } from '../hooks';

/** As many as one question answers. */
const MOST = 200;

/** The day a record stands on, on the company's clock, and the time where it has one. */
export function dayOf(field: Field, record: Rec): [string, string] {
  const value = text(record[field.key]) ?? '';
  return field.type === 'moment' ? dayAndTime(value) : [value, ''];
}

interface Day {
  items: Rec[];
  count: number;
}

/**
 * The records of each day. One question answers for all days together; where there are too many for it, each day
 * is asked for on its own, so that none looks empty that is not.
 */
export function useDays(entity: Entity, field: Field, params: ListParams, days: string[], room: number) {
  const state = entity.states?.field;
  const fields = fieldList(entity, [field.key, entity.title, entity.number ?? entity.title, ...(state ? [state] : [])]);
  const within = (from: string, to: string, limit: number): ListParams => ({
    ...params,
    page: undefined,
    count: 'capped',
    sort: field.key,
    limit,
    fields,
    filter: all([params.filter && `(${params.filter})`, kitOf(field.type).feel?.(field, joinRange(from, to) ?? '')]),
  });
  const whole = useList(entity.name, within(days[0] ?? '', days.at(-1) ?? '', MOST));
  const crowded = (whole.data?.count ?? 0) > MOST;
  const single = useQueries({
    queries: crowded
      ? days.map((day) => {
          const one = within(day, day, room);
          return {
            queryKey: keys.list(entity.name, one),
            queryFn: ({ signal }: { signal: AbortSignal }) => records.list(entity.name, one, signal),
          };
        })
      : [],
  });
  const byDay = new Map<string, Day>();
  if (crowded) {
    for (const [place, day] of days.entries()) {
      const page = single[place]?.data as RecordPage | undefined;
      if (page?.count) byDay.set(day, { items: page.items, count: page.count });
    }
  } else {
    for (const record of whole.data?.items ?? []) {
      const [day] = dayOf(field, record);
      const known = byDay.get(day)?.items ?? [];
      byDay.set(day, { items: [...known, record], count: known.length + 1 });
    }
  }
  const failed = [whole, ...single].find((query) => query.isError);
  const settled = [whole, ...single].every(({ data }) => data);
  return { byDay, settled, error: failed?.error, retry: () => void failed?.refetch() };
}
