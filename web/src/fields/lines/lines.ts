import type { Value } from '@/api/types';

export type Line = Record<string, Value>;

export function linesOf(value: Value): Line[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
