import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ListParams } from '@/api/calls';
import { fieldList, fieldOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { all } from '@/fields/feel';
import { kitOf } from '@/fields/registry';

/** What a list shows, exactly as it stands in the address: `?q=…&f.state=active&sort=-name&page=2`. */
export type ListSearch = Record<string, string | undefined>;

export const FILTER = 'f.';
export const SIZES = [20, 50, 100];

export interface ListState {
  q: string;
  sort: string;
  page: number;
  size: number;
  columns: string[] | null;
  filters: Record<string, string>;
  /** A condition that another page asked for, in FEEL, and what it is in words. */
  where?: { filter: string; why: string };
}

const remembered = (entity: string) => `keshu.columns.${entity}`;

function readColumns(entity: Entity, search: ListSearch): string[] | null {
  const text = search.columns ?? localStorage.getItem(remembered(entity.name));
  return text ? text.split(',').filter((key) => fieldOf(entity, key)) : null;
}

export function readState(entity: Entity, search: ListSearch): ListState {
  const size = Number(search.size);
  const filters = Object.entries(search).flatMap(([key, value]) =>
    key.startsWith(FILTER) && value ? [[key.slice(FILTER.length), value] as const] : [],
  );
  return {
    q: search.q ?? '',
    sort: search.sort ?? entity.list.sort,
    page: Math.max(1, Math.floor(Number(search.page) || 1)),
    size: SIZES.includes(size) ? size : 20,
    columns: readColumns(entity, search),
    filters: Object.fromEntries(filters),
    where: search.where ? { filter: search.where, why: search.why ?? search.where } : undefined,
  };
}

/** The FEEL text of the query form. */
export function filterOf(entity: Entity, filters: Record<string, string>): string | undefined {
  const conditions = Object.entries(filters).map(([key, value]) => {
    const field = fieldOf(entity, key);
    return field ? (kitOf(field.type).feel?.(field, value) ?? null) : null;
  });
  return all(conditions);
}

export function paramsOf(entity: Entity, state: ListState, columns: string[]): ListParams {
  const currencies = columns.flatMap((key) => fieldOf(entity, key)?.currency ?? []);
  const wanted = [...columns, ...currencies, entity.title, entity.number ?? entity.title];
  return {
    filter: all([filterOf(entity, state.filters), state.where && `(${state.where.filter})`]),
    q: state.q || undefined,
    sort: state.sort || undefined,
    fields: fieldList(entity, wanted),
    limit: state.size,
    page: state.page,
    count: 'capped',
  };
}

export function useListState(entity: Entity) {
  const search = useSearch({ strict: false }) as ListSearch;
  const navigate = useNavigate();
  const state = readState(entity, search);
  const go = (change: ListSearch) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value));
    void navigate({ to: '.', search: next, replace: true });
  };
  return {
    state,
    setQ: (q: string) => go({ q, page: undefined }),
    setSort: (sort: string) => go({ sort: sort === entity.list.sort ? undefined : sort, page: undefined }),
    setPage: (page: number, size: number) =>
      go({ page: page > 1 ? String(page) : undefined, size: size === 20 ? undefined : String(size) }),
    setColumns(columns: string[] | null) {
      if (columns) localStorage.setItem(remembered(entity.name), columns.join(','));
      else localStorage.removeItem(remembered(entity.name));
      go({ columns: columns?.join(',') });
    },
    setFilters(filters: Record<string, string | undefined>) {
      const cleared = Object.keys(search).filter((key) => key.startsWith(FILTER));
      const next = Object.entries(filters).map(([key, value]) => [`${FILTER}${key}`, value] as const);
      go({
        ...Object.fromEntries(cleared.map((key) => [key, undefined])),
        ...Object.fromEntries(next),
        page: undefined,
      });
    },
    clearWhere: () => go({ where: undefined, why: undefined, page: undefined }),
    clear: () => void navigate({ to: '.', search: {}, replace: true }),
  };
}
