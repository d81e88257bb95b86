import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DemoRole } from '@/api/account';
import { session as calls } from '@/api/calls';
import { keys } from '@/api/keys';
import { useNotify } from '@/design/notify';
import { useTabTitle } from '@/design/PageHead';
import { RoleCards } from './RoleCards';
import { SignInForm } from './SignInForm';
import { Stage } from './Stage';
import styles from './sign_in.module.css';

/** Back to where one was; only an address of this page is followed. */
function returnPath(from: string | undefined): string {
  return from && /^\/(?![/\\])/.test(from) ? from : '/';
}

function DemoRoles({ roles, onSignedIn }: { roles: DemoRole[]; onSignedIn: () => void }) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const signIn = useMutation({ mutationFn: calls.demoSignIn, onSuccess: onSignedIn, onError: problem });
  return (
    <section className={styles.demo} aria-label={t('session.demo_roles')}>
      <h2>{t('session.demo_roles')}</h2>
      <p className="ks-muted">{t('session.demo_hint')}</p>
      <RoleCards roles={roles} busy={signIn.isPending} onPick={signIn.mutate} />
    </section>
  );
}

export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const client = useQueryClient();
  const { from } = useSearch({ strict: false });
  const demo = useQuery({ queryKey: keys.demo, queryFn: calls.demoRoles, retry: false });
  const roles = demo.data?.items ?? [];
  useTabTitle([t('session.sign_in')]);
  const enter = () => {
    client.clear();
    router.history.push(returnPath(from));
  };
  const banner = roles.length > 0 && <aside className={styles.banner}>{t('session.demo_banner')}</aside>;
  return (
    <Stage wide={roles.length > 0} banner={banner}>
      <section className={styles.card}>
        <h1>{t('session.welcome')}</h1>
        <SignInForm onSignedIn={enter} />
        <p className={`ks-muted ${styles.forgot}`}>{t('session.forgot')}</p>
      </section>
      {roles.length > 0 && <DemoRoles roles={roles} onSignedIn={enter} />}
    </Stage>
  );
}
