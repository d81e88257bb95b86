import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '@/api/account';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { keys } from '@/api/keys';
import { useNotify } from '@/design/notify';
import { SignInForm } from '@/pages/sign_in/SignInForm';

/** The demo's people have no password: one click, as on the role cards. */
function DemoAgain({ onSignedIn }: { onSignedIn: (session: SignedIn) => void }) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const { staff } = useSession();
  const signIn = useMutation({
    mutationFn: () => calls.demoSignIn(staff.username),
    onSuccess: onSignedIn,
    onError: problem,
  });
  return (
    <Button type="primary" size="large" block autoFocus loading={signIn.isPending} onClick={() => signIn.mutate()}>
      {t('session.continue_as', { name: staff.name })}
    </Button>
  );
}

/** Signs in again on the spot, and what was typed stays. */
export function SignInAgain({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { staff, demo } = useSession();
  const goOn = (session: SignedIn) => {
    onSignedIn();
    // Another person sees other things: nothing of the former one may stay.
    if (session.staff.id !== staff.id) return window.location.reload();
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
  };
  return (
    <Modal
      open
      title={t('session.ended_title')}
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      width={400}
    >
      <p>{t('session.ended_text')}</p>
      {demo ? <DemoAgain onSignedIn={goOn} /> : <SignInForm username={staff.username} onSignedIn={goOn} />}
    </Modal>
  );
}
