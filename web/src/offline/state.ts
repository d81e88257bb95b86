import { useSyncExternalStore } from 'react';

/** What the bar over the page says. */
export interface OfflineState {
  /** Whether the last request found the server. */
  reached: boolean;
  /** When the records that are shown without it were read. */
  taken_at: string | null;
}

let state: OfflineState = { reached: true, taken_at: null };
let version = 0;
const listeners = new Set<() => void>();

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setOffline(next: Partial<OfflineState>): void {
  if (Object.entries(next).every(([key, value]) => state[key as keyof OfflineState] === value)) return;
  state = { ...state, ...next };
  notify();
}

/** The queue is another one now. */
export function changed(): void {
  version += 1;
  notify();
}

export const isReached = () => state.reached;

/** Whether kept records are read in the place of the server's: asking again changes nothing. */
export const isOnCopy = () => !state.reached && state.taken_at !== null;

export function useOffline(): OfflineState {
  return useSyncExternalStore(subscribe, () => state);
}

/** Another number whenever the queue changed. */
export function useQueueVersion(): number {
  return useSyncExternalStore(subscribe, () => version);
}
