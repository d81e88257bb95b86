import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { session as calls } from '@/api/calls';
import { useNotify } from '@/design/notify';
import { forgetAll } from '@/record/recent';

/** Ends the session; nothing of what was read stays on this machine. */
export function useSignOut(): () => void {
  const { problem } = useNotify();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: calls.signOut,
    onSuccess: async () => {
      forgetAll();
      await navigate({ to: '/sign_in' });
      client.clear();
    },
    onError: problem,
  });
  return () => leave.mutate();
}
