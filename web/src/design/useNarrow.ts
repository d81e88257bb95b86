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

const hand = watch('(max-width: 576px)');
const phone = watch('(max-width: 767.98px)');

/** Whether the page is held in one hand: what is pressed often stands at its foot. */
export function useInHand(): boolean {
  return useSyncExternalStore(hand.subscribe, hand.read);
}

/** Whether the window is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(phone.subscribe, phone.read);
}
