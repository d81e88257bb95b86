import { useEffect, useRef, useState } from 'react';
import { readMine, writeMine } from '@/design/mine';
import { useNarrow } from '@/design/useNarrow';

const HEIGHTS = 'card_heights';

/** After this the card has the height that it has, ms. */
const CALM = 1000;

interface Props {
  /** Of the card. */
  name: string;
  pending: boolean;
  /** The height while nobody has seen the card yet, px. */
  guess: number;
  children: React.ReactNode;
}

/** While a card waits for its rows it is as high as it was the last time, so that nothing jumps when they come. */
export function Held({ name, pending, guess, children }: Props) {
  const key = useNarrow() ? `${name} narrow` : name;
  const place = useRef<HTMLDivElement>(null);
  const [before] = useState(() => readMine<Record<string, number>>(HEIGHTS, {})[key] ?? guess);
  useEffect(() => {
    if (pending) return;
    const timer = setTimeout(() => {
      const kept = readMine<Record<string, number>>(HEIGHTS, {});
      const height = place.current?.offsetHeight;
      if (height && kept[key] !== height) writeMine(HEIGHTS, { ...kept, [key]: height });
    }, CALM);
    return () => clearTimeout(timer);
  });
  return (
    <div ref={place} style={pending ? { minHeight: before } : undefined}>
      {children}
    </div>
  );
}
