import { useSyncExternalStore } from 'react';

/** What this machine keeps for one person; another person at the same machine sees their own. */
let person = '';

const listeners = new Set<() => void>();
const read = new Map<string, { raw: string | null; value: unknown }>();

const placeOf = (name: string) => `keshu.${name}.${person}`;

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** From here on `mine` is what is kept for this person. */
export function setPerson(id: string): void {
  if (id === person) return;
  person = id;
  notify();
}

/** The same object until it is written again, as React wants it. */
export function readMine<T>(name: string, otherwise: T): T {
  const raw = localStorage.getItem(placeOf(name));
  if (raw === null) return otherwise;
  const known = read.get(placeOf(name));
  if (known?.raw === raw) return known.value as T;
  let value: unknown = otherwise;
  try {
    value = JSON.parse(raw);
  } catch {
    // Not ours any more: as if nothing were kept.
  }
  read.set(placeOf(name), { raw, value });
  return value as T;
}

/** Keeps `value`; undefined forgets. */
export function writeMine(name: string, value: unknown): void {
  if (value === undefined) localStorage.removeItem(placeOf(name));
  else localStorage.setItem(placeOf(name), JSON.stringify(value));
  notify();
}

export function useMine<T>(name: string, otherwise: T): T {
  return useSyncExternalStore(subscribe, () => readMine(name, otherwise));
}
