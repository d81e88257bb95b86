import { useQueries } from '@tanstack/react-query';
import { records } from '@/api/calls';
import { titleOf, useEntity } from '@/api/catalog';
import { keys } from '@/api/keys';

/** What the records `ids` are called; `known` saves asking. An id that may not be read stays without a title. */
export function useTitles(entity: string, ids: string[], known: Map<string, string>): Map<string, string> {
  const declared = useEntity(entity);
  const missing = ids.filter((id) => !known.has(id));
  const answers = useQueries({
    queries: missing.map((id) => ({
      queryKey: keys.title(entity, id),
      queryFn: async () => titleOf(declared, await records.get(entity, id)),
      enabled: declared !== undefined,
      staleTime: 60_000,
      retry: false,
    })),
  });
  const titles = new Map(known);
  for (const [index, id] of missing.entries()) {
    const title = answers[index]?.data;
    if (title) titles.set(id, title);
  }
  return titles;
}
