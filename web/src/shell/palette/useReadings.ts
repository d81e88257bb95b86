import { useQuery } from '@tanstack/react-query';
import type { Readings } from './match';

/** Pinyin of every common character: fetched when somebody first searches. */
async function fetchReadings(): Promise<Readings> {
  const { default: table } = await import('virtual:pinyin');
  const known = new Map<string, string[]>();
  for (const [syllable, characters] of Object.entries(table)) {
    for (const character of characters) known.set(character, [...(known.get(character) ?? []), syllable]);
  }
  return (character) => known.get(character) ?? [];
}

const NONE: Readings = () => [];

export function useReadings(wanted: boolean): { readings: Readings; ready: boolean } {
  const { data, isPending } = useQuery({
    queryKey: ['pinyin'],
    queryFn: fetchReadings,
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { readings: data ?? NONE, ready: !isPending };
}
