import type { QueryClient } from '@tanstack/react-query';
import { catalogQuery, sessionQuery } from '@/api/catalog';
import { setFallback, watchReach, watchSession } from '@/api/http';
import { keys } from '@/api/keys';
import { answer } from './answers';
import { dropCopy, readCopy, takeCopy } from './copy';
import { dropQueue, readQueue, sendQueue } from './queue';
import { isReached, setOffline } from './state';

/** How often is looked whether the server is there again, and how old the copy may grow while it is, ms. */
const LOOK = 20_000;
const FRESH = 10 * 60_000;

/** Nothing of the person stays on this machine. */
export async function wipe(): Promise<void> {
  await dropCopy();
  await dropQueue();
  setOffline({ taken_at: null });
}

/** The session is over. Before its time the server has ended it, and nothing stays; after it one's own words wait for the next. */
async function ended(): Promise<void> {
  const copy = await readCopy();
  // Also one that is still on its way.
  await dropCopy();
  setOffline({ taken_at: null });
  if (copy && Date.now() < Date.parse(copy.session.expires_at ?? '')) await dropQueue();
}

/** Sends what waits, and takes along what may be taken along as the rights are now. */
async function renew(client: QueryClient): Promise<void> {
  const before = await readCopy();
  const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  if (!isReached()) return;
  if (before && (before.session.staff.id !== session.staff.id || before.session.rights !== session.rights)) {
    await dropCopy();
    setOffline({ taken_at: null });
    if (before.session.staff.id === session.staff.id) await client.invalidateQueries({ queryKey: keys.catalog });
  }
  if ((await sendQueue(session.staff.id)) > 0) await client.invalidateQueries({ queryKey: keys.records });
  if (!session.offline) return dropCopy();
  const catalog = await client.ensureQueryData(catalogQuery);
  const kept = await readCopy();
  const isFresh = kept && Date.now() - kept.from < FRESH && kept.catalog.locale === catalog.locale;
  const copy = isFresh ? kept : await takeCopy(session, catalog);
  if (copy) setOffline({ taken_at: copy.taken_at });
}

let busy: Promise<void> | undefined;

/** One look at a time; what fails is tried again at the next. */
export function look(client: QueryClient): Promise<void> {
  busy ??= renew(client)
    .catch(() => {})
    .finally(() => {
      busy = undefined;
    });
  return busy;
}

/** Before anything is asked: who answers for a server that is away, and who notices that a session has ended. */
export function prepare(): void {
  setFallback(answer);
  watchSession(() => void ended());
  watchReach(async (reached) => {
    setOffline({ reached });
    if (!reached) setOffline({ taken_at: (await readCopy())?.taken_at ?? null });
  });
}

/** From signing in until the page is left. */
export function startWatch(client: QueryClient): () => void {
  const now = () => void look(client);
  const away = async () => {
    await readCopy();
    if (!isReached() || (await readQueue()).some(({ refused }) => !refused)) now();
  };
  const seen = () => document.visibilityState === 'visible' && now();
  const timer = setInterval(() => void away(), LOOK);
  window.addEventListener('online', now);
  document.addEventListener('visibilitychange', seen);
  now();
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', now);
    document.removeEventListener('visibilitychange', seen);
  };
}
