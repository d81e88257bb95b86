import { readMine, useMine, writeMine } from '@/design/mine';

/** A record that this person opened, as it was called then. */
export interface Recent {
  entity: string;
  id: string;
  title: string;
}

const NAME = 'recent';
const MOST = 8;
const NONE: Recent[] = [];

export function useRecent(): Recent[] {
  return useMine(NAME, NONE);
}

/** The last opened comes first. */
export function remember(opened: Recent): void {
  writeMine(NAME, [opened, ...others(opened.id)].slice(0, MOST));
}

/** What is gone or out of reach is offered no more. */
export function forget(id: string): void {
  writeMine(NAME, others(id));
}

export function forgetAll(): void {
  writeMine(NAME, undefined);
}

function others(id: string): Recent[] {
  return readMine(NAME, NONE).filter((recent) => recent.id !== id);
}
