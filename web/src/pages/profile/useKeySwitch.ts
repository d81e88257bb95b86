import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Session } from '@/api/account';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { keys } from '@/api/keys';
import { useNotify } from '@/design/notify';

/** Whether single keys fire for this person, on whatever machine; what is chosen counts at once. */
export function useKeySwitch(): [on: boolean, turn: (on: boolean) => void] {
  const { staff } = useSession();
  const client = useQueryClient();
  const { problem } = useNotify();
  const show = (has_keys: boolean) =>
    client.setQueryData<Session>(keys.session, (known) => known && { ...known, staff: { ...known.staff, has_keys } });
  const save = useMutation({
    mutationFn: (has_keys: boolean) => calls.profile({ has_keys }),
    onMutate: show,
    onError: (error, wanted) => {
      show(!wanted);
      problem(error);
    },
  });
  return [staff.has_keys !== false, save.mutate];
}
