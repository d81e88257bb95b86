import { useSyncExternalStore } from 'react';

/** Light, dark, or as the system is set; kept on this machine. */
export const MODES = ['system', 'light', 'dark'] as const;
export type Mode = (typeof MODES)[number];

const STORED = 'keshu.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function readMode(): Mode {
  const stored = localStorage.getItem(STORED);
  return MODES.find((mode) => mode === stored) ?? 'system';
}

let mode = readMode();

function notify(): void {
  for (const listener of listeners) listener();
}

system.addEventListener('change', notify);

// What is chosen in one window holds in all that are open.
window.addEventListener('storage', ({ key }) => {
  if (key !== STORED) return;
  mode = readMode();
  notify();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setMode(value: Mode): void {
  mode = value;
  localStorage.setItem(STORED, value);
  notify();
}

export function useMode(): Mode {
  return useSyncExternalStore(subscribe, () => mode);
}

export function useDark(): boolean {
  return useSyncExternalStore(subscribe, () => mode === 'dark' || (mode === 'system' && system.matches));
}

/** From what is seen to the other. */
export function useToggleMode(): () => void {
  const dark = useDark();
  return () => setMode(dark ? 'light' : 'dark');
}
