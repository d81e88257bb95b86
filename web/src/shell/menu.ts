import { useCatalog } from '@/api/catalog';
import type { Entity, Names } from '@/api/types';

export interface NavItem {
  key: string;
  to: string;
  label: string;
  names: Names;
  icon: string;
}

export interface NavGroup {
  label: string;
  items: NavItem[];
}

/** The pages that are no entity: their icons. */
const PAGES: Record<string, string> = {
  home: 'home',
  people: 'apartment',
  dictionaries: 'book',
  duplicates: 'copy',
  quality: 'pie-chart',
  jobs: 'thunderbolt',
  trash: 'delete',
  profile: 'user',
};

/** The navigation as the catalog has it, without what the asker may not read. */
export function useMenu(): NavGroup[] {
  const { menus, entities } = useCatalog();
  return menus
    .map((menu) => ({
      label: menu.label,
      items: menu.items.flatMap((item): NavItem[] => {
        if (item.page) {
          const to = item.page === 'home' ? '/' : `/${item.page}`;
          const { page, label = page, names = {} } = item;
          return PAGES[page] ? [{ key: page, to, label, names, icon: PAGES[page] ?? '' }] : [];
        }
        const entity = entities[item.entity ?? ''];
        if (!entity?.can.read || entity.line) return [];
        const { name, label, names, icon } = entity;
        return [{ key: name, to: `/${name}`, label: item.label ?? label, names, icon: icon ?? '' }];
      }),
    }))
    .filter((group) => group.items.length > 0);
}

/** What can be made from anywhere: the entities of the navigation that the asker may create. */
export function useCreatable(): Entity[] {
  const { entities } = useCatalog();
  const names = useMenu().flatMap((group) => group.items.map((item) => item.key));
  return names.flatMap((name) => {
    const entity = entities[name];
    return entity?.can.create ? [entity] : [];
  });
}
