import { useMutation, useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { keys } from '@/api/keys';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { ProblemView } from '@/design/ProblemView';
import { RoleCards } from '@/pages/sign_in/RoleCards';
import { useLeave } from './useSignOut';

/** In the demo: the same house with the eyes of somebody else, in one click. */
export function RoleSwitch({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const { staff } = useSession();
  const leave = useLeave();
  const demo = useQuery({ queryKey: keys.demo, queryFn: calls.demoRoles, retry: false });
  const change = useMutation({
    mutationFn: async (username: string) => {
      if (!(await leave())) return false;
      await calls.demoSignIn(username);
      return true;
    },
    // Another person sees other things: nothing of the former one stays in the page.
    onSuccess: (changed) => changed && window.location.assign('/'),
    onError: problem,
  });
  return (
    <Modal open title={t('session.other_role')} footer={null} width={640} onCancel={onClose}>
      <p className="ks-muted">{t('session.demo_hint')}</p>
      {demo.isPending && <Loading rows={4} />}
      {demo.isError && <ProblemView error={demo.error} retry={() => void demo.refetch()} />}
      {demo.data && (
        <RoleCards
          roles={demo.data.items}
          current={staff.username}
          busy={change.isPending}
          onPick={(username) => change.mutate(username)}
        />
      )}
    </Modal>
  );
}
