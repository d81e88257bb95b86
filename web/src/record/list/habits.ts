import type { ListSearch } from './state';

/** How somebody likes to look at a list where no saved view says so: kept in this browser. */
const LOOKS = ['columns', 'widths', 'density'] as const;

const at = (entity: string) => `keshu.list.${entity}`;

export function habitsOf(entity: string): ListSearch {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(at(entity)) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const habits = kept as Record<string, unknown>;
    return Object.fromEntries(LOOKS.flatMap((key) => (typeof habits[key] === 'string' ? [[key, habits[key]]] : [])));
  } catch {
    return {};
  }
}

export function keepHabits(entity: string, change: ListSearch): void {
  const habits = Object.fromEntries(Object.entries({ ...habitsOf(entity), ...change }).filter(([, value]) => value));
  if (Object.keys(habits).length > 0) localStorage.setItem(at(entity), JSON.stringify(habits));
  else localStorage.removeItem(at(entity));
}
