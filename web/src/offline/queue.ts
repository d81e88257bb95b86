import { records } from '@/api/calls';
import { upload } from '@/api/files';
import { newKey } from '@/api/http';
import { Problem, toProblem } from '@/api/problem';
import type { Rec, Titles, Value } from '@/api/types';
import { box } from './box';
import { changed } from './state';

/** A record that was written without the server. Its key makes it one record, however often it is sent. */
export interface Queued {
  key: string;
  staff: string;
  entity: string;
  body: Record<string, Value>;
  titles: Titles;
  /** Pictures by field: sent first, then named in the body. */
  files: Record<string, File>;
  /** ms, by the clock of this machine. */
  at: number;
  /** Why the server refused it. */
  refused?: { title: string; detail: string; code: string };
}

const LONGEST = 72 * 3_600_000;
const PREFIX = 'queued-';

export const queuedId = (key: string) => `${PREFIX}${key}`;
export const isQueued = (id: string) => id.startsWith(PREFIX);

/** Oldest first; what is too old is thrown away. */
export async function readQueue(): Promise<Queued[]> {
  const all = await box.all<Queued>('queue');
  for (const { key } of all.filter(({ at }) => Date.now() > at + LONGEST)) await box.remove('queue', key);
  return all.filter(({ at }) => Date.now() <= at + LONGEST).toSorted((left, right) => left.at - right.at);
}

/** As the page shows what the server has not seen yet. */
export function asRecord({ key, body, titles, at }: Queued): Rec {
  const moment = new Date(at).toISOString();
  const can = { update: false, delete: false };
  return { ...body, id: queuedId(key), version: 0, titles, can, created_at: moment, updated_at: moment, queued: true };
}

export async function enqueue(item: Queued): Promise<Rec> {
  await box.put('queue', item.key, item);
  changed();
  return asRecord(item);
}

export async function removeQueued(key: string): Promise<void> {
  await box.remove('queue', key);
  changed();
}

export async function dropQueue(): Promise<void> {
  await box.clear('queue');
  changed();
}

/** Files first; a file that was stored is not sent again. */
async function send(item: Queued): Promise<Rec> {
  const left = { ...item, body: { ...item.body }, files: { ...item.files } };
  for (const [field, file] of Object.entries(item.files)) {
    left.body[field] = (await upload(file, file.name)).id;
    delete left.files[field];
    if (await box.get('queue', item.key)) await box.put('queue', item.key, left);
  }
  return records.create(item.entity, left.body, item.key, true);
}

/** Writes it down: with the server, and without it into the queue. */
export async function write(item: Omit<Queued, 'key' | 'at'>): Promise<Rec> {
  const whole = { ...item, key: newKey(), at: Date.now() };
  try {
    return await send(whole);
  } catch (error) {
    if (error instanceof Problem) throw error;
    return enqueue(whole);
  }
}

/** Sends what waits, one after another; answers how many went. Of several windows one does so. */
export async function sendQueue(staff: string): Promise<number> {
  let sent = 0;
  const run = async () => {
    for (const item of await readQueue()) {
      if (item.staff !== staff) {
        await removeQueued(item.key);
        continue;
      }
      try {
        await send(item);
        await removeQueued(item.key);
        sent += 1;
      } catch (error) {
        if (!(error instanceof Problem) || error.status === 401 || error.status >= 500) break;
        const { title, detail, code } = toProblem(error);
        // The server had it already: only the answer was lost.
        if (code === 'idempotency_key_reused') {
          await removeQueued(item.key);
          continue;
        }
        // Whoever signed out meanwhile has given it up.
        if (await box.get('queue', item.key))
          await box.put('queue', item.key, { ...item, refused: { title, detail, code } });
        changed();
      }
    }
  };
  // A page that came without TLS has no locks; the key of each item still makes it one record.
  if (navigator.locks) await navigator.locks.request('keshu.queue', { ifAvailable: true }, (lock) => lock && run());
  else await run();
  return sent;
}
