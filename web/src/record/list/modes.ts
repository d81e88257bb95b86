import { useCatalog } from '@/api/catalog';
import type { Catalog, Entity, Field } from '@/api/types';
import { targetOf } from '@/fields/link';
import { boardFields } from '../board/columns';

export type Mode = 'table' | 'board' | 'calendar' | 'tree' | 'gallery';

/** A way to lay out a list, and the fields it can be laid out by. */
export interface Layout {
  mode: Mode;
  fields: Field[];
}

const LINKS: Field['type'][] = ['link', 'dept', 'staff'];

/** Where a record stands in time: what its timeline and its list say first, what Keshu keeps by itself last. */
function dayFields(entity: Entity): Field[] {
  const place = ({ key, system }: Field) => {
    if (key === entity.timeline?.when) return -1;
    const column = entity.list.columns.indexOf(key);
    return column >= 0 ? column : system ? 1000 : 500;
  };
  return entity.fields
    .filter(({ type, filterable, sortable }) => (type === 'date' || type === 'moment') && filterable && sortable)
    .toSorted((left, right) => place(left) - place(right));
}

/** Every layout that the fields of an entity allow, the table first. */
export function layoutsOf(entity: Entity, catalog: Catalog): Layout[] {
  const links = entity.fields.filter(
    (field) => LINKS.includes(field.type) && field.filterable && !field.system && targetOf(field) === entity.name,
  );
  const layouts: Layout[] = [
    { mode: 'board', fields: boardFields(entity, catalog) },
    { mode: 'calendar', fields: dayFields(entity) },
    { mode: 'tree', fields: links },
    { mode: 'gallery', fields: entity.fields.filter(({ type }) => type === 'image') },
  ];
  return [{ mode: 'table', fields: [] }, ...layouts.filter(({ fields }) => fields.length > 0)];
}

/** The layout that the address asks for, as far as the entity has it, and its field. */
export function useLayout(entity: Entity, mode: string, by: string | undefined) {
  const layouts = layoutsOf(entity, useCatalog());
  const layout = layouts.find((one) => one.mode === mode) ?? (layouts[0] as Layout);
  const field = layout.fields.find(({ key }) => key === by) ?? layout.fields[0];
  return { layouts, layout, field };
}
