import { urlOf } from './http';
import type { Present } from './types';

/** Another's write of a record; without an id many records of the entity changed at once. */
export interface Change {
  entity: string;
  id?: string;
  version?: number;
  event?: 'created' | 'updated' | 'deleted' | 'restored';
  at?: string;
  by?: string;
  by_name?: string;
  change_set?: string | null;
}

/** Something the server tells unasked; `reload`: more happened than it still knows. */
export type Told =
  | { name: 'change'; data: Change }
  | { name: 'job'; data: { id: string } }
  | { name: 'presence'; data: { entity: string; id: string; items: Present[] } }
  | { name: 'reload'; data: object };

const NAMES: Told['name'][] = ['change', 'job', 'presence', 'reload'];
const PLACE = 'keshu.events';
/** The first wait after a refusal, ms; each next is twice as long, up to the longest. */
const WAIT = 3000;
const LONGEST = 60_000;

const listeners = new Set<(told: Told) => void>();

/** Hears what the server tells; answers how to stop. */
export function hear(listener: (told: Told) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let holder = false;

/** Whether this page holds the stream for the others of this browser. */
export function isHolder(): boolean {
  return holder;
}

function pass(told: Told): void {
  for (const listener of listeners) listener(told);
}

/** One open stream, first from `since`; opens itself anew after a loss. */
function open(tell: (told: Told) => void, since?: string): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let wait = WAIT;
  let lost = since === undefined;
  const start = () => {
    source = new EventSource(urlOf('/events', lost ? {} : { since }));
    source.onopen = () => {
      wait = WAIT;
      // A stream of our own making does not know where the one before ended.
      if (lost) tell({ name: 'reload', data: {} });
      lost = false;
    };
    source.onerror = () => {
      // The browser comes again by itself, unless it was refused.
      if (source?.readyState !== EventSource.CLOSED) return;
      lost = true;
      timer = window.setTimeout(start, wait);
      wait = Math.min(wait * 2, LONGEST);
    };
    for (const name of NAMES) {
      source.addEventListener(name, (event) => tell({ name, data: JSON.parse(event.data) } as Told));
    }
  };
  holder = true;
  start();
  return () => {
    holder = false;
    clearTimeout(timer);
    source?.close();
  };
}

/** Where a browser gives no locks (plain http): a stream for each page that is looked at. */
function openWhileSeen(since: string): () => void {
  let close: (() => void) | null = null;
  let from: string | undefined = since;
  const look = () => {
    if (document.hidden) {
      close?.();
      close = null;
    } else if (!close) {
      close = open(pass, from);
      from = undefined;
    }
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    close?.();
  };
}

/** Listens for this whole browser from the place `since`, before which this page has read nothing: one of its pages holds the stream and passes on what it hears. */
export function listen(since: string): () => void {
  if (!navigator.locks) return openWhileSeen(since);
  const channel = new BroadcastChannel(PLACE);
  channel.onmessage = (event) => pass(event.data as Told);
  const stop = new AbortController();
  const hold = () =>
    new Promise<void>((release) => {
      const close = open((told) => {
        channel.postMessage(told);
        pass(told);
      }, since);
      stop.signal.addEventListener('abort', () => {
        close();
        release();
      });
    });
  void navigator.locks.request(PLACE, { signal: stop.signal }, hold).catch(() => {});
  return () => {
    stop.abort();
    channel.close();
  };
}
