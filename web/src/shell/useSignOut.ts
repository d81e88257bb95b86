import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { useNotify } from '@/design/notify';
import { readQueue } from '@/offline/queue';
import { look, wipe } from '@/offline/watch';
import { flushDrafts } from '@/record/form/drafts';
import { forgetAll } from '@/record/recent';

/** Nobody is kept signed in by a browser that does not open its storage: what it cannot read, it does not show either. */
const waiting = () => readQueue().catch(() => []);
const forgetAllKept = () => wipe().catch(() => {});

/** Ends the session, and answers whether it did; nothing of what was read stays on this machine. */
export function useLeave(): () => Promise<boolean> {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const client = useQueryClient();
  /** Words that nobody has seen yet are sent first, or given up knowingly. */
  const isSure = async () => {
    if ((await waiting()).length > 0) await look(client);
    const { length } = await waiting();
    const title = t('offline.leave_title', { count: length });
    return length === 0 || modal.confirm({ title, content: t('offline.leave_text'), okText: t('nav.sign_out') });
  };
  return async () => {
    if (!(await isSure())) return false;
    await flushDrafts();
    // First, whatever becomes of the request; and again, for what a look at the server kept before it was heard.
    await forgetAllKept();
    await calls.signOut();
    await forgetAllKept();
    forgetAll();
    return true;
  };
}

/** Ends the session and asks who comes next. */
export function useSignOut(): () => void {
  const { problem } = useNotify();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mutationFn = useLeave();
  const leave = useMutation({
    mutationFn,
    onSuccess: async (left) => {
      if (!left) return;
      await navigate({ to: '/sign_in' });
      client.clear();
    },
    onError: problem,
  });
  return () => leave.mutate();
}
