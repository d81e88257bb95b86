import { useMutation, useQuery } from '@tanstack/react-query';
import { bulk, type Change, type Chosen } from '@/api/calls';
import { keys } from '@/api/keys';
import { useDebounced } from '@/design/useDebounced';

export type { Change, Chosen };

/** Whether there is anything to do. */
export function isWhole({ set, in_turn, add, remove, ...rest }: Change): boolean {
  const keys = [set, in_turn, add, remove].flatMap((part) => Object.keys(part ?? {}));
  return rest.delete === true || keys.length > 0;
}

/** How far a change would reach, asked while it is made. */
export function useReach(chosen: Chosen, change: Change) {
  const asked = useDebounced(JSON.stringify({ ...chosen, ...change }), 250);
  const order = JSON.parse(asked) as Chosen & Change;
  return useQuery({
    queryKey: keys.bulk(order),
    queryFn: ({ signal }) => bulk.preview(order, signal),
    enabled: isWhole(order),
    retry: false,
  });
}

export function useStart(chosen: Chosen) {
  return useMutation({ mutationFn: (change: Change) => bulk.start({ ...chosen, ...change }) });
}
