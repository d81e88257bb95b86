import type { Session } from '@/api/account';
import { offline as calls, catalog as catalogCalls } from '@/api/calls';
import type { Catalog, DictItem, Rec } from '@/api/types';
import { box } from './box';

/** What this machine holds of the server for one person, until the server is reached again. */
export interface Copy {
  session: Session;
  catalog: Catalog;
  /** Dictionaries that the catalog leaves to be fetched, where a kept record uses them. */
  dicts: Record<string, DictItem[]>;
  entities: Record<string, Rec[]>;
  taken_at: string;
  /** By the clock of this machine, ms. */
  from: number;
  until: number;
}

const KEY = 'copy';
/** Says which copy it is, so that the large one is read once; another window may have put away or replaced it. */
const MARK = 'mark';

/** Another text whenever a copy was thrown away, in this window or in another of this browser. */
const ERA = 'keshu.copy_dropped';
const era = () => localStorage.getItem(ERA);

let held: Copy | undefined;

const HOUR = 3_600_000;

/** Codes that the kept records use and the catalog does not bring along. */
async function largeDicts(catalog: Catalog, entities: Record<string, Rec[]>): Promise<Record<string, DictItem[]>> {
  const names = new Set<string>();
  for (const [name, records] of Object.entries(entities)) {
    for (const { key, dict } of catalog.entities[name]?.fields ?? []) {
      if (dict && catalog.dicts[dict]?.items === null && records.some((record) => record[key])) names.add(dict);
    }
  }
  const fetched = [...names].map(async (name) => [name, (await catalogCalls.dict(name)).items] as const);
  return Object.fromEntries(await Promise.all(fetched));
}

/**
 * Puts what the server gives along in the place of what was kept before; nothing where somebody has signed out, or
 * the copy was thrown away for another reason, while the answer was on its way.
 */
export async function takeCopy(session: Session, catalog: Catalog): Promise<Copy | undefined> {
  const begun = era();
  const { entities, taken_at, hours } = await calls.take();
  const dicts = await largeDicts(catalog, entities);
  const from = Date.now();
  const copy = { session, catalog, dicts, entities, taken_at, from, until: from + hours * HOUR };
  if (era() !== begun) return undefined;
  await box.putAll('copy', { [KEY]: copy, [MARK]: from });
  held = copy;
  return copy;
}

/** What is kept and not yet too old; a clock that was set back counts as too old. */
export async function readCopy(): Promise<Copy | undefined> {
  const mark = await box.get<number>('copy', MARK);
  if (held?.from !== mark) held = mark === undefined ? undefined : await box.get<Copy>('copy', KEY);
  if (!held) return undefined;
  const now = Date.now();
  if (now < held.until && now > held.from - HOUR) return held;
  await dropCopy();
  return undefined;
}

export function dropCopy(): Promise<void> {
  held = undefined;
  localStorage.setItem(ERA, crypto.getRandomValues(new Uint32Array(1)).join());
  return box.clear('copy');
}
