import type { Masked } from './types';

export function isMasked(value: unknown): value is Masked {
  return typeof value === 'object' && value !== null && 'masked' in value;
}
