import i18next from 'i18next';
import type { Call, Query } from '@/api/http';
import { Problem } from '@/api/problem';
import type { Entity, Rec, TimelineEntry } from '@/api/types';
import { type Copy, readCopy } from './copy';
import { findKept } from './find';
import { asRecord, enqueue, isQueued, type Queued, queuedId, readQueue } from './queue';

/** The server is away, and what was asked is not kept here. */
const notKept = () =>
  new Problem(
    0,
    'offline_missing',
    i18next.t('offline.missing_title'),
    i18next.t('offline.missing_text'),
    null,
    [],
    {},
  );

const READ_ONLY = { update: false, delete: false, moves: [] };

/** Written here, and said of `id`. */
function saysOf(record: Rec, id: string): boolean {
  return Object.values(record).some((value) => value === id || (value as { id?: string } | null)?.id === id);
}

/** Entries of the timeline that are kept or wait: newest first. */
function timeline(copy: Copy, queue: Queued[], id: string): TimelineEntry[] {
  const name = copy.session.staff.name;
  return Object.values(copy.catalog.entities)
    .flatMap((entity) => {
      const { timeline: told } = entity;
      if (!told) return [];
      const waiting = queue.filter((item) => item.entity === entity.name).map(asRecord);
      return [...waiting, ...(copy.entities[entity.name] ?? [])]
        .filter((record) => saysOf(record, id))
        .map(
          (record): TimelineEntry => ({
            kind: 'record',
            entity: entity.name,
            id: record.id,
            at: String(record[told.when] ?? record.created_at),
            by: null,
            by_name: (record.titles?.[entity.owner?.staff ?? ''] as string | undefined) ?? name,
            text: String(record[told.text] ?? ''),
            record,
          }),
        );
    })
    .toSorted((left, right) => right.at.localeCompare(left.at));
}

function one(copy: Copy, queue: Queued[], entity: string, id: string): Rec {
  const waiting = isQueued(id) ? queue.find(({ key }) => queuedId(key) === id) : undefined;
  const kept = waiting ? asRecord(waiting) : copy.entities[entity]?.find((record) => record.id === id);
  if (!kept) throw notKept();
  return { ...kept, can: READ_ONLY };
}

/** Whether one writes such a record without the server: what stands in a timeline, such as 跟进. */
function isWritable(entity: Entity | undefined): entity is Entity {
  return Boolean(entity?.timeline && entity.can.create && entity.can.offline);
}

/** What answers in the place of a server that cannot be reached; undefined leaves it unanswered. */
export async function answer(method: string, path: string, { query = {}, body, key }: Call): Promise<unknown> {
  const copy = await readCopy();
  if (!copy) return undefined;
  const [entity = '', id, part] = path.slice(1).split('/').map(decodeURIComponent);
  if (method === 'POST') return post(copy, entity, id, body, key);
  if (method !== 'GET') return undefined;
  if (path === '/session') return copy.session;
  if (path === '/catalog') return copy.catalog;
  if (entity === 'catalog') return copy.dicts[part ?? ''] ? { items: copy.dicts[part ?? ''] } : undefined;
  const declared = copy.catalog.entities[entity];
  if (!declared || !copy.entities[entity]) return undefined;
  const queue = await readQueue();
  if (id === undefined) return list(copy, declared, query);
  if (part === undefined) return one(copy, queue, entity, id);
  return part === 'timeline' ? { items: timeline(copy, queue, id), next_cursor: null } : undefined;
}

function list(copy: Copy, entity: Entity, query: Query) {
  const found = findKept(entity, copy.entities[entity.name] ?? [], query, copy.session.staff.id);
  if (!found) throw notKept();
  return found;
}

async function post(copy: Copy, entity: string, id: string | undefined, body: unknown, key: string | undefined) {
  const declared = copy.catalog.entities[entity];
  if (id !== undefined || !key || !isWritable(declared) || body instanceof FormData) return undefined;
  const { id: staff } = copy.session.staff;
  const at = Date.now();
  // It happened now, not when the server will hear of it.
  const when = { [declared.timeline?.when ?? '']: new Date(at).toISOString() };
  return enqueue({ key, staff, entity, body: { ...when, ...(body as Queued['body']) }, titles: {}, files: {}, at });
}
