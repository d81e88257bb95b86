import { useEffect, useRef } from 'react';

/** Who listens to each key; the one that came last is on top, and alone is meant. */
const listening = new Map<string, symbol[]>();

/** Ctrl (or ⌘) with `key`, anywhere on the page while the caller is shown and nothing above it takes the same key. */
export function useHotkey(key: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const wanted = key.toLowerCase();
    const me = Symbol(wanted);
    const others = () => (listening.get(wanted) ?? []).filter((other) => other !== me);
    listening.set(wanted, [...others(), me]);
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (event.key.toLowerCase() !== wanted) return;
      event.preventDefault();
      if (listening.get(wanted)?.at(-1) === me) latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => {
      listening.set(wanted, others());
      window.removeEventListener('keydown', listen);
    };
  }, [key]);
}
