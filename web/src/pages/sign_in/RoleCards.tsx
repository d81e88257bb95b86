import { CheckOutlined, RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { DemoRole } from '@/api/account';
import styles from './sign_in.module.css';

interface Props {
  roles: DemoRole[];
  /** Who is signed in already. */
  current?: string;
  busy: boolean;
  onPick: (username: string) => void;
}

/** The people of the demo, each one click away. */
export function RoleCards({ roles, current, busy, onPick }: Props) {
  const { t } = useTranslation();
  return (
    <ul className={styles.roles}>
      {roles.map((role) => (
        <li key={role.username}>
          <button type="button" disabled={busy || role.username === current} onClick={() => onPick(role.username)}>
            <span className={styles.initial} aria-hidden>
              {role.name.slice(0, 1)}
            </span>
            <span className={styles.who}>
              <strong>
                {role.name}
                <span className={styles.role}>{role.role}</span>
              </strong>
              <span>{role.username === current ? t('session.role_now') : role.text}</span>
            </span>
            {role.username === current ? (
              <CheckOutlined className={styles.go} />
            ) : (
              <RightOutlined className={styles.go} />
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
