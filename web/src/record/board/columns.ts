import { useQueries } from '@tanstack/react-query';
import { type ListParams, records } from '@/api/calls';
import { type DictView, fieldList, useCatalog } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Catalog, Entity, Field, RecordPage } from '@/api/types';
import { all, quote } from '@/fields/feel';

/** More columns than this are no board. */
const MOST = 16;
export const STEP = 20;

/** The fields by which cards can stand in columns, the state first. */
export function boardFields(entity: Entity, { dicts }: Catalog): Field[] {
  const fields = entity.fields.filter(({ type, dict, filterable }) => {
    const known = dicts[dict ?? ''];
    return type === 'code' && filterable && known?.items && !known.tree && known.items.length <= MOST;
  });
  return fields.toSorted(
    (left, right) => Number(right.key === entity.states?.field) - Number(left.key === entity.states?.field),
  );
}

export function useBoardFields(entity: Entity): Field[] {
  return boardFields(entity, useCatalog());
}

export interface Column {
  /** Empty: those that hold nothing. */
  code: string;
  label: string;
  color?: string | null;
}

/** The columns of a board; what is no longer in use only where the state still knows it. */
export function columnsOf(entity: Entity, field: Field, dict: DictView, none: string): Column[] {
  const states = entity.states?.field === field.key;
  const moves = Object.entries(entity.states?.moves ?? {});
  const known = new Set([entity.states?.start, ...moves.flatMap(([from, to]) => [from, ...to])]);
  const items = dict.items.filter((item) => (states ? known.has(item.code) : item.active));
  const columns = items.map(({ code, label, color }) => ({ code, label, color }));
  return states || field.required ? columns : [{ code: '', label: none }, ...columns];
}

/** One question for each column: its newest cards and how many there are. */
export function useColumns(
  entity: Entity,
  field: Field,
  columns: Column[],
  params: ListParams,
  limits: Record<string, number>,
) {
  const fields = fieldList(entity, [...entity.card, entity.title, entity.number ?? entity.title, field.key]);
  return useQueries({
    queries: columns.map(({ code }) => {
      const one: ListParams = {
        ...params,
        page: undefined,
        fields,
        limit: limits[code] ?? STEP,
        filter: all([params.filter && `(${params.filter})`, `${field.key} = ${code ? quote(code) : 'null'}`]),
      };
      return {
        queryKey: keys.list(entity.name, one),
        queryFn: ({ signal }: { signal: AbortSignal }) => records.list(entity.name, one, signal),
        placeholderData: (before: RecordPage | undefined) => before,
      };
    }),
  });
}
