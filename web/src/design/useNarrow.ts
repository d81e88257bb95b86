import { useSyncExternalStore } from 'react';

function watch(query: string): { subscribe: (listener: () => void) => () => void; read: () => boolean } {
  const media = window.matchMedia(query);
  return {
    subscribe: (listener) => {
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    read: () => media.matches,
  };
}

const phone = watch('(max-width: 767.98px)');

/** Whether the window is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(phone.subscribe, phone.read);
}
