import { useEffect, useRef } from 'react';
import { KEYS, type KeyId, means } from './keys';

/** Who listens to each key; the one that came last is on top, and alone is meant. */
const listening = new Map<KeyId, symbol[]>();

const withCtrl = (id: KeyId) => KEYS[id].every((key) => key.startsWith('Ctrl+'));

/** Whether the key was meant for a dialog or drawer, which takes the place of the page. */
export function inDialog({ target }: { target: EventTarget | null }): boolean {
  return Boolean((target as HTMLElement | null)?.closest?.('[role="dialog"]'));
}

/**
 * The key of `id`, anywhere on the page while the caller is shown and nothing above it takes the same key.
 * One without Ctrl leaves dialogs, and what has already been taken, alone.
 */
export function useHotkey(id: KeyId, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const me = Symbol(id);
    const others = () => (listening.get(id) ?? []).filter((other) => other !== me);
    listening.set(id, [...others(), me]);
    const listen = (event: KeyboardEvent) => {
      if (!means(event, id) || (!withCtrl(id) && (event.defaultPrevented || inDialog(event)))) return;
      event.preventDefault();
      if (listening.get(id)?.at(-1) === me) latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => {
      listening.set(id, others());
      window.removeEventListener('keydown', listen);
    };
  }, [id]);
}
