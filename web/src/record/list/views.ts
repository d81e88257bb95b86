import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf, useEntity, useSession } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Rec } from '@/api/types';
import type { ListSearch } from './state';

export const ALL = 'all';
export const MINE = 'mine';
export const SAVED_VIEW = 'saved_view';

/** A named way to look at a list: what it says stands below what the address says. */
export interface View {
  id: string;
  name: string;
  search: ListSearch;
  /** The record that keeps it; absent for those that every list has. */
  saved?: Rec;
  /** Whether the asker made it: others' are there to be looked through. */
  own: boolean;
}

/** What a saved view keeps; anything that is not plain text is passed over. */
export function readDefinition(text: unknown): ListSearch {
  try {
    const kept: unknown = JSON.parse(String(text));
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter(([key, value]) => typeof value === 'string' && key !== 'view'),
    );
  } catch {
    return {};
  }
}

/** The view a list opens with: one's own first, then the team's. */
export function firstOf(views: View[]): View | undefined {
  const first = views.filter((view) => view.saved?.is_default === true);
  return first.find((view) => view.own) ?? first.find((view) => view.saved?.scope_code === 'team') ?? first[0];
}

const FIELDS = 'name,scope_code,definition,is_default,position,owner_id';

/** The views of an entity's list, those that every list has first. */
export function useViews(entity: Entity): { views: View[]; isPending: boolean } {
  const { t } = useTranslation();
  const { staff } = useSession();
  const kept = useEntity(SAVED_VIEW)?.can.read === true;
  const params = { filter: `entity_name = "${entity.name}"`, sort: 'position,created_at', fields: FIELDS, limit: 200 };
  const query = useQuery({
    queryKey: keys.list(SAVED_VIEW, params),
    queryFn: ({ signal }) => records.list(SAVED_VIEW, params, signal),
    enabled: kept,
    staleTime: 60_000,
  });
  const owner = entity.owner && fieldOf(entity, entity.owner.staff)?.filterable ? entity.owner.staff : undefined;
  const views = useMemo(() => {
    const own = { id: MINE, name: t('view.mine'), search: { [`f.${owner}`]: 'me' }, own: false };
    const saved = (query.data?.items ?? []).map((record) => ({
      id: record.id,
      name: String(record.name ?? ''),
      search: readDefinition(record.definition),
      saved: record,
      own: record.owner_id === staff.id,
    }));
    return [{ id: ALL, name: t('view.all'), search: {}, own: false }, ...(owner ? [own] : []), ...saved];
  }, [query.data, owner, staff.id, t]);
  return { views, isPending: kept && query.isPending };
}

/** The view that the address means: the one it names, the first one where it says nothing, else all. */
export function useView(views: View[]): { view: View; first: View | undefined; lost: boolean } {
  const search = useSearch({ strict: false }) as ListSearch;
  const first = firstOf(views);
  const named = views.find((view) => view.id === search.view);
  const untold = Object.keys(search).length === 0 ? first : undefined;
  const view = named ?? untold ?? (views[0] as View);
  return { view, first, lost: search.view !== undefined && !named };
}
