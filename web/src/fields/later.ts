import { type ComponentType, lazy } from 'react';

const loads: (() => Promise<unknown>)[] = [];

const AGAIN = 2000;

/** Asks until it is answered: without a network the form around the control must not fall with it. */
async function insist<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}

/** A heavy control: it comes when somebody first needs it, or with `fetchControls`. */
export function later<P>(load: () => Promise<ComponentType<P>>) {
  loads.push(load);
  return lazy(async () => ({ default: await insist(load) }));
}

/** Fetches the heavy controls while nobody waits for them, so that a form opens without gaps. */
export function fetchControls(): void {
  for (const load of loads) load().catch(() => undefined);
}
