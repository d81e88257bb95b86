import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldList, fieldOf, useCatalog } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Field } from '@/api/types';
import { countOf } from '@/design/numbers';
import { pointsTo } from '../prefill';

/** One way in which records of the other entity point to this one. */
export interface Way {
  field: Field;
  filter: string;
}

/** All records of one entity that point to this one, in whichever way. */
export interface Related {
  label: string;
  entity: Entity;
  ways: [Way, ...Way[]];
  count: string | undefined;
}

export const anyOf = (ways: Way[]): string =>
  ways.length === 1 ? (ways[0]?.filter ?? '') : ways.map(({ filter }) => `(${filter})`).join(' or ');

/** The lists of what points to the record, one for each entity, each with its count. */
export function useRelated(entity: Entity, id: string): Related[] {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const lists = new Map<string, Related>();
  for (const related of entity.related) {
    const child = entities[related.entity];
    const field = fieldOf(child, related.field);
    if (!child?.can.read || !field) continue;
    const way = { field, filter: pointsTo(field, { entity: entity.name, id }) };
    const known = lists.get(child.name);
    const own = child.name === entity.name;
    if (known) {
      known.ways.push(way);
      if (!own) known.label = child.label;
    } else {
      const label = own ? t('page.related_own', { label: child.label }) : related.label;
      lists.set(child.name, { label, entity: child, ways: [way], count: undefined });
    }
  }
  const found = [...lists.values()];
  const counts = useQueries({
    queries: found.map((list) => {
      const fields = fieldList(list.entity, [list.entity.title]);
      const params = { filter: anyOf(list.ways), limit: 1, count: 'capped' as const, fields };
      return { queryKey: keys.list(list.entity.name, params), queryFn: () => records.list(list.entity.name, params) };
    }),
  });
  return found.map((list, index) => ({ ...list, count: countOf(counts[index]?.data) }));
}
