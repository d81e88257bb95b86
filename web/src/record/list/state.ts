import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ListParams } from '@/api/calls';
import { fieldList, fieldOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { all } from '@/fields/feel';
import { kitOf } from '@/fields/registry';
import type { Span } from '../calendar/days';
import { habitsOf, keepHabits } from './habits';
import type { Mode } from './modes';
import { ALL, type View } from './views';

/** What a list shows, exactly as it stands in the address: `?q=…&f.state=active&sort=-name&page=2`. */
export type ListSearch = Record<string, string | undefined>;

export const FILTER = 'f.';
export const SIZES = [20, 50, 100];

export type Density = 'middle' | 'small';

export interface ListState {
  q: string;
  sort: string;
  page: number;
  size: number;
  density: Density;
  /** How the list is laid out, and by which field. */
  mode: string;
  by?: string;
  /** The day around which a calendar is drawn, and how much of it. */
  at?: string;
  span: Span;
  columns: string[] | null;
  /** What somebody has dragged, px by column. */
  widths: Record<string, number>;
  filters: Record<string, string>;
  /** A condition in FEEL: built by hand, or asked for by another page, which says what it is in words. */
  where?: { filter: string; why?: string; tree?: string };
}

function readWidths(text: string | undefined): Record<string, number> {
  const pairs = (text ?? '').split(',').map((item) => item.split(':'));
  return Object.fromEntries(pairs.flatMap(([key, px]) => (key && Number(px) > 0 ? [[key, Number(px)]] : [])));
}

export function readState(entity: Entity, search: ListSearch): ListState {
  const size = Number(search.size);
  const filters = Object.entries(search).flatMap(([key, value]) =>
    key.startsWith(FILTER) && value ? [[key.slice(FILTER.length), value] as const] : [],
  );
  return {
    q: search.q ?? '',
    sort: search.sort || entity.list.sort,
    page: Math.max(1, Math.floor(Number(search.page) || 1)),
    size: SIZES.includes(size) ? size : 20,
    mode: search.mode ?? '',
    by: search.by || undefined,
    at: /^\d{4}-\d\d-\d\d$/.test(search.at ?? '') ? search.at : undefined,
    span: search.span === 'week' ? 'week' : 'month',
    density: search.density === 'small' ? 'small' : 'middle',
    columns: search.columns ? search.columns.split(',').filter((key) => fieldOf(entity, key)) : null,
    widths: readWidths(search.widths),
    filters: Object.fromEntries(filters),
    where: search.where
      ? { filter: search.where, why: search.why || undefined, tree: search.tree || undefined }
      : undefined,
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

type Asked = Pick<ListState, 'q' | 'sort' | 'page' | 'size' | 'filters' | 'where'>;

export function paramsOf(entity: Entity, state: Asked, columns: string[]): ListParams {
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

/** What of the address says where one is rather than what is shown. */
const PLACE = ['view', 'page', 'open', 'at'];

/**
 * What stands in the address after `change`, over what the view says by itself. A thing of the view that is
 * taken away stands there empty.
 */
export function changedSearch(base: ListSearch, search: ListSearch, change: ListSearch): ListSearch {
  const next: ListSearch = {};
  for (const [key, value] of Object.entries({ ...search, ...change })) {
    if (PLACE.includes(key) ? !value : (value ?? '') === (base[key] ?? '')) continue;
    next[key] = value ?? '';
  }
  return next;
}

/** The list as the address has it, laid over the view that it names; `bare`: an address that says nothing means all. */
export function useListState(entity: Entity, view: View, bare: boolean) {
  const search = useSearch({ strict: false }) as ListSearch;
  const navigate = useNavigate();
  const base = { ...(view.saved ? {} : habitsOf(entity.name)), ...view.search };
  const whole = { ...base, ...search };
  const named = view.id === ALL && bare ? undefined : view.id;
  const go = (change: ListSearch) => {
    const next = changedSearch(base, { ...search, view: named }, change);
    void navigate({ to: '.', search: next, replace: true, resetScroll: false });
  };
  /** Ways of looking are kept where no saved view keeps them. */
  const look = (change: ListSearch) => {
    if (!view.saved) keepHabits(entity.name, change);
    go(change);
  };
  return {
    state: readState(entity, whole),
    /** The whole of it without the page one is on, to be saved as a view. */
    definition: Object.fromEntries(Object.entries(whole).filter(([key, value]) => value && !PLACE.includes(key))),
    /** The record that is shown beside the list. */
    peeked: search.open || undefined,
    changed: Object.keys(search).some((key) => !PLACE.includes(key)),
    go,
    setQ: (q: string) => go({ q, page: undefined }),
    setSort: (sort: string) => go({ sort: sort === entity.list.sort ? undefined : sort, page: undefined }),
    setPage: (page: number, size: number) =>
      go({ page: page > 1 ? String(page) : undefined, size: size === 20 ? undefined : String(size) }),
    setColumns: (columns: string[] | null) => look({ columns: columns?.join(',') }),
    setMode: (mode: Mode, by?: string) =>
      go({ mode: mode === 'table' ? undefined : mode, by, at: undefined, open: undefined, page: undefined }),
    setDay: (at: string, span: Span) => go({ at, span: span === 'week' ? span : undefined }),
    setDensity: (density: Density) => look({ density: density === 'small' ? density : undefined }),
    setWidth(key: string, px: number | null) {
      const widths = { ...readWidths(whole.widths), [key]: px ?? 0 };
      const text = Object.entries(widths).flatMap(([name, width]) =>
        width > 0 ? [`${name}:${Math.round(width)}`] : [],
      );
      look({ widths: text.join(',') || undefined });
    },
    setFilters(filters: Record<string, string | undefined>) {
      const cleared = Object.keys(whole).filter((key) => key.startsWith(FILTER));
      const next = Object.entries(filters).map(([key, value]) => [`${FILTER}${key}`, value] as const);
      go({
        ...Object.fromEntries(cleared.map((key) => [key, undefined])),
        ...Object.fromEntries(next),
        page: undefined,
      });
    },
    setWhere: (filter: string | undefined, tree?: string) =>
      go({ where: filter, why: undefined, tree, page: undefined }),
    clear() {
      const conditions = Object.keys(whole).filter(
        (key) => key.startsWith(FILTER) || ['q', 'where', 'why', 'tree'].includes(key),
      );
      go({ ...Object.fromEntries(conditions.map((key) => [key, undefined])), page: undefined });
    },
    /** Another view, or this one as it is saved. */
    open: (id: string) =>
      void navigate({ to: '.', search: id === ALL && bare ? {} : { view: id }, replace: true, resetScroll: false }),
  };
}
