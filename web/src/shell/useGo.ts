import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { GO, isKey, means } from '@/design/keys';
import { inDialog } from '@/design/useHotkey';
import { useMenu } from './menu';

/** How long G waits for the letter after it, ms. */
const PATIENCE = 1500;

/** G, then the letter of a place in the navigation. */
export function useGo(): void {
  const navigate = useNavigate();
  const places = useMenu().flatMap((group) => group.items);
  const go = useRef<(event: KeyboardEvent) => boolean>(() => false);
  go.current = (event) => {
    const all = [...places, { key: 'profile', to: '/profile' }];
    const place = all.find(({ key }) => GO[key] && isKey(event, GO[key]));
    if (place) void navigate({ to: place.to });
    return place !== undefined;
  };
  useEffect(() => {
    let until = 0;
    const listen = (event: KeyboardEvent) => {
      const asked = event.timeStamp < until;
      until = 0;
      if (inDialog(event)) return;
      // Taken before anybody else sees it: after G, a letter means nothing else.
      if (asked && go.current(event)) {
        event.preventDefault();
        event.stopPropagation();
      } else if (means(event, 'go')) until = event.timeStamp + PATIENCE;
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
}
