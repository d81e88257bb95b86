import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import { keys } from '@/api/keys';
import { SignInForm } from '@/pages/sign_in/SignInForm';

/** Signs in again on the spot, and what was typed stays. */
export function SignInAgain({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { staff } = useSession();
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
      <SignInForm
        username={staff.username}
        onSignedIn={(session) => {
          onSignedIn();
          // Another person sees other things: nothing of the former one may stay.
          if (session.staff.id !== staff.id) return window.location.reload();
          void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
        }}
      />
    </Modal>
  );
}
