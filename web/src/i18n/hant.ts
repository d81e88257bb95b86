import type { Convert } from '@/api/words';

export interface Hant {
  texts: Record<string, unknown>;
  convert: Convert;
}

/** Traditional Chinese, made from Simplified: fetched by those who read it. */
export async function fetchHant(): Promise<Hant> {
  const [{ default: made }, { ConverterFactory }] = await Promise.all([
    import('virtual:hant'),
    import('opencc-js/core'),
  ]);
  return { texts: made.texts, convert: ConverterFactory(...made.steps) };
}
