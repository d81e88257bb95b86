import { RightOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { keys } from '@/api/keys';
import type { DemoRole } from '@/api/types';
import { useNotify } from '@/design/notify';
import { useTabTitle } from '@/design/PageHead';
import { SignInForm } from './SignInForm';
import { Stage } from './Stage';
import styles from './sign_in.module.css';

/** Back to where one was; only an address of this page is followed. */
function returnPath(from: string | undefined): string {
  return from && /^\/(?![/\\])/.test(from) ? from : '/';
}

function RoleCards({ roles, onSignedIn }: { roles: DemoRole[]; onSignedIn: () => void }) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const signIn = useMutation({ mutationFn: calls.demoSignIn, onSuccess: onSignedIn, onError: problem });
  return (
    <section className={styles.demo} aria-label={t('session.demo_roles')}>
      <h2>{t('session.demo_roles')}</h2>
      <p className="ks-muted">{t('session.demo_hint')}</p>
      <ul className={styles.roles}>
        {roles.map((role) => (
          <li key={role.username}>
            <button type="button" disabled={signIn.isPending} onClick={() => signIn.mutate(role.username)}>
              <span className={styles.initial} aria-hidden>
                {role.name.slice(0, 1)}
              </span>
              <span className={styles.who}>
                <strong>
                  {role.name}
                  <span className={styles.role}>{role.role}</span>
                </strong>
                <span>{role.text}</span>
              </span>
              <RightOutlined className={styles.go} />
            </button>
          </li>
        ))}
      </ul>
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
      {roles.length > 0 && <RoleCards roles={roles} onSignedIn={enter} />}
    </Stage>
  );
}
