import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './sign_in.module.css';
import { strengthOf } from './strength';

interface Props {
  username: string;
  password: string;
  again: string;
  /** Characters that it must have. */
  shortest: number;
  fault?: string;
  size?: 'large';
  onChange: (change: { password?: string; again?: string }) => void;
}

/** A new password, twice, with a hint how good it is. */
export function NewPassword({ username, password, again, shortest, fault, size, onChange }: Props) {
  const { t } = useTranslation();
  const strength = strengthOf(password, username, shortest);
  const words = [
    t('password.rule', { count: shortest }),
    t('password.weak', { count: shortest }),
    t('password.fair'),
    t('password.good'),
    t('password.strong'),
  ];
  const differs = again !== '' && again !== password;
  return (
    <>
      <Form.Item
        label={t('password.new')}
        htmlFor="new_password"
        required
        help={fault}
        validateStatus={fault ? 'error' : undefined}
      >
        <Input.Password
          id="new_password"
          size={size}
          required
          autoComplete="new-password"
          aria-describedby="strength"
          value={password}
          onChange={(event) => onChange({ password: event.target.value })}
        />
      </Form.Item>
      <div className={styles.strength} id="strength" aria-live="polite">
        {password && (
          <meter min={0} max={4} low={2} high={3} optimum={4} value={strength} aria-label={t('password.strength')} />
        )}
        <span>{words[strength]}</span>
      </div>
      <Form.Item
        label={t('password.again')}
        htmlFor="password_again"
        required
        help={differs ? t('password.differs') : undefined}
        validateStatus={differs ? 'error' : undefined}
      >
        <Input.Password
          id="password_again"
          size={size}
          required
          autoComplete="new-password"
          value={again}
          onChange={(event) => onChange({ again: event.target.value })}
        />
      </Form.Item>
    </>
  );
}
