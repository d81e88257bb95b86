import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type ListParams, records } from '@/api/calls';
import { fieldList } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Field, Rec } from '@/api/types';

/** As many rows as go on paper; more belong into an export. */
export const MOST = 1000;

/** As many as one question answers. */
const PAGE = 200;

/** The rows of a list from the first on, as far as they are printed. */
export function useRows(
  entity: Entity,
  asked: Pick<ListParams, 'filter' | 'q' | 'sort'>,
  columns: Field[],
  onReady?: () => void,
) {
  const wanted = columns.flatMap(({ key, currency }) => (currency ? [key, currency] : [key]));
  const params = { ...asked, fields: fieldList(entity, [...wanted, entity.title]), limit: PAGE };
  const query = useQuery({
    queryKey: keys.print(entity.name, params),
    queryFn: async ({ signal }) => {
      const items: Rec[] = [];
      for (let page = 1; items.length < MOST; page += 1) {
        const found = await records.list(entity.name, { ...params, page }, signal);
        items.push(...found.items);
        if (!found.next_cursor) return { items, more: false };
      }
      return { items, more: true };
    },
  });
  const { isSuccess } = query;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once
  useEffect(() => {
    if (isSuccess) onReady?.();
  }, [isSuccess]);
  return query;
}
