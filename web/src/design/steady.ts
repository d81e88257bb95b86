import { useCallback, useLayoutEffect, useRef } from 'react';

/** The same function for all renders, which does what the latest would: for children that are drawn again only with their data. */
export function useSteady<A extends unknown[], R>(run: (...given: A) => R): (...given: A) => R {
  const latest = useRef(run);
  // What is drawn but not shown yet has no say.
  useLayoutEffect(() => {
    latest.current = run;
  });
  return useCallback((...given) => latest.current(...given), []);
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  Array.isArray(value) ||
  (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);

function same(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (!isPlain(left) || !isPlain(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.is(left[key], right[key]));
}

/** Whether props say the same, lists and plain objects by what is in them. */
export function sameProps(left: object, right: object): boolean {
  const [before, after] = [left, right] as Record<string, unknown>[];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(before?.[key], after?.[key]));
}
