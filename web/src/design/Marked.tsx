import { Fragment, type ReactNode } from 'react';

/** A text with marks at `ranges`, `[from, to]` in characters as the API counts them. */
export function Marked({ text, ranges }: { text: string; ranges: readonly (readonly [number, number])[] }) {
  const letters = [...text];
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    parts.push(
      <Fragment key={from}>
        {letters.slice(at, from).join('')}
        <mark className="ks-mark">{letters.slice(from, to).join('')}</mark>
      </Fragment>,
    );
    at = to;
  }
  return (
    <>
      {parts}
      {letters.slice(at).join('')}
    </>
  );
}
