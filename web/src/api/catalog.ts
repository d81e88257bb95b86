import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Session } from './account';
import { catalog as calls, session as sessionCalls } from './calls';
import { keys } from './keys';
import { isMasked } from './masked';
import type { Catalog, Dict, DictItem, Entity, Field, Rec } from './types';

/** Asked again now and then: rights and dictionaries change, and defaults such as `now()` grow old. */
export const catalogQuery = { queryKey: keys.catalog, queryFn: calls.get, staleTime: 5 * 60_000 };
export const sessionQuery = { queryKey: keys.session, queryFn: sessionCalls.get, staleTime: 5 * 60_000, retry: false };

export function useCatalog(): Catalog {
  return useSuspenseQuery(catalogQuery).data;
}

export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** The entity, or undefined when the asker may not know of it. */
export function useEntity(name: string): Entity | undefined {
  return useCatalog().entities[name];
}

/** Every entity in the order of the navigation; what it does not name comes last. */
export function useEntities(): Entity[] {
  const { entities, menus } = useCatalog();
  return useMemo(() => {
    const names = menus.flatMap((menu) => menu.items.map((item) => item.entity));
    const place = ({ name }: Entity) => (names.includes(name) ? names.indexOf(name) : names.length);
    return Object.values(entities).toSorted((left, right) => place(left) - place(right));
  }, [entities, menus]);
}

export function fieldOf(entity: Entity | undefined, key: string): Field | undefined {
  return entity?.fields.find((field) => field.key === key);
}

/** The fields of `keys` that the asker may read, in that order. */
export function fieldsOf(entity: Entity, wanted: string[]): Field[] {
  return wanted.map((key) => fieldOf(entity, key)).filter((field) => field !== undefined);
}

/** The `fields` parameter for those of `wanted` that the asker may read. */
export function fieldList(entity: Entity, wanted: string[]): string {
  return [...new Set(wanted)].filter((key) => fieldOf(entity, key)).join(',');
}

/** What a record is called on screen. */
export function titleOf(entity: Entity | undefined, record: Rec): string {
  const title = entity ? record[entity.title] : undefined;
  if (typeof title === 'string' && title) return title;
  if (isMasked(title)) return title.shown;
  const number = entity?.number ? record[entity.number] : undefined;
  return typeof number === 'string' && number ? number : record.id.slice(-8);
}

export interface DictView {
  tree: boolean;
  items: DictItem[];
  byCode: Map<string, DictItem>;
  loading: boolean;
}

const NONE: DictItem[] = [];

/** A dictionary's items; a large one is fetched when `wanted` is first true. */
export function useDict(name: string | null, wanted = true): DictView {
  const dict: Dict | undefined = useCatalog().dicts[name ?? ''];
  const large = dict?.items === null;
  const fetched = useQuery({
    queryKey: keys.dict(name ?? ''),
    queryFn: () => calls.dict(name ?? ''),
    enabled: large && wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const items = dict?.items ?? fetched.data?.items ?? NONE;
  return useMemo(
    () => ({
      tree: dict?.tree ?? false,
      items,
      byCode: new Map(items.map((item) => [item.code, item])),
      loading: fetched.isFetching,
    }),
    [dict, items, fetched.isFetching],
  );
}
