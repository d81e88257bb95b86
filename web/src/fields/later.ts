import { type ComponentType, lazy } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/** A heavy control: it comes when somebody first needs it, or with `fetchControls`. */
export function later<P>(load: () => Promise<ComponentType<P>>) {
  loads.push(load);
  return lazy(async () => ({ default: await load() }));
}

/**
 * Fetches the heavy controls while nobody waits for them. A form then opens without gaps, and a connection that
 * breaks in the middle of a form cannot keep a control away.
 */
export function fetchControls(): void {
  for (const load of loads) load().catch(() => undefined);
}
