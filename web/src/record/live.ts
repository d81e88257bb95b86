import type { QueryClient } from '@tanstack/react-query';
import type { Change, Told } from '@/api/events';
import { lastWrite } from '@/api/http';
import { keys } from '@/api/keys';
import type { Catalog } from '@/api/types';

/** What happens within this time is read together, ms. */
const GATHER = 400;
/** What this page itself has just written it reads anew without being told, ms. */
const OWN = 1500;

/** The keys of everything that may show other values after a change: the entity's own lists and pages, and the pages of
 *  the records that it hangs on, whose figures and timelines follow from it. */
export function touched(catalog: Catalog, { entity, id }: Change): (readonly string[])[] {
  const above = catalog.entities[entity]?.fields.flatMap((field) => field.to) ?? [];
  const parts = ['one', 'timeline'];
  return [
    ['record', entity, 'list'],
    ['record', entity, 'trash'],
    ...(id ? [keys.one(entity, id), keys.timeline(entity, id), keys.history(entity, id)] : [['record', entity]]),
    ...[...new Set(above)]
      .filter((name) => name !== entity)
      .flatMap((name) => parts.map((part) => ['record', name, part])),
  ];
}

function isOwn(change: Change, me: string): boolean {
  return change.by === me && !change.change_set && performance.now() - lastWrite() < OWN;
}

/** Has what others changed read again, once for all that comes together, and for a hidden page when it is looked at. */
export function follow(
  client: QueryClient,
  me: string,
  catalogOf: () => Catalog,
): { told: (told: Told) => void; stop: () => void } {
  const waiting = new Map<string, readonly string[]>();
  let timer = 0;
  const add = (key: readonly string[]) => waiting.set(key.join(' '), key);
  const flush = () => {
    if (document.hidden) return;
    for (const queryKey of waiting.values()) void client.invalidateQueries({ queryKey });
    waiting.clear();
    timer = 0;
  };
  const seen = () => {
    if (waiting.size > 0 && !timer) flush();
  };
  document.addEventListener('visibilitychange', seen);
  return {
    told: (told) => {
      if (told.name === 'presence' || (told.name === 'change' && isOwn(told.data, me))) return;
      if (told.name === 'change') for (const key of touched(catalogOf(), told.data)) add(key);
      else if (told.name === 'job') [keys.job(told.data.id), keys.jobs].map(add);
      else add(keys.records);
      timer ||= window.setTimeout(flush, GATHER);
    },
    stop: () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    },
  };
}
