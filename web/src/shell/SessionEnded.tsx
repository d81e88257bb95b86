import { useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import { watchSession } from '@/api/http';
import { keys } from '@/api/keys';
import { SignInForm } from '@/pages/sign_in/SignInForm';

/** The session ended under somebody's hands: signs in again on the spot, and what was typed stays. */
export function SessionEnded() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { staff } = useSession();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    watchSession(() => setEnded(true));
    return () => watchSession(() => {});
  }, []);
  return (
    <Modal open={ended} title={t('session.ended_title')} footer={null} closable={false} mask={{ closable: false }} keyboard={false} width={400} destroyOnHidden>
      <p>{t('session.ended_text')}</p>
      <SignInForm
        username={staff.username}
        onSignedIn={(session) => {
          setEnded(false);
          if (session.staff.id !== staff.id) return window.location.reload();
          void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
        }}
      />
    </Modal>
  );
}
