import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '@/api/account';
import { session as calls } from '@/api/calls';
import { toProblem } from '@/api/problem';
import { useNarrow } from '@/design/useNarrow';
import { CodeInput } from './CodeInput';

interface Props {
  username?: string;
  onSignedIn: (session: SignedIn) => void;
}

export function SignInForm({ username: known = '', onSignedIn }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  /** Asked for after the password, where the person has a second factor. */
  const [code, setCode] = useState<string | null>(null);
  const signIn = useMutation({
    mutationFn: () => calls.signIn(username.trim(), password, code ?? undefined),
    onSuccess: onSignedIn,
    onError: (error) => {
      const problem = toProblem(error);
      if (problem.code === 'password_expired') void navigate({ to: String(problem.extra.link) });
      if (problem.code === 'second_factor_needed') setCode('');
    },
  });
  const focusAtOnce = !useNarrow();
  const problem = signIn.error ? toProblem(signIn.error) : null;
  return (
    <Form component={false} layout="vertical">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        {problem && problem.code !== 'second_factor_needed' && (
          <Alert
            type="error"
            showIcon
            title={problem.title}
            description={problem.detail}
            style={{ marginBottom: 16 }}
          />
        )}
        <Form.Item label={t('session.username')} htmlFor="username">
          <Input
            id="username"
            size="large"
            autoComplete="username"
            autoFocus={!known && focusAtOnce}
            required
            value={username}
            onChange={(event) => {
              setUsername(event.target.value);
              setCode(null);
            }}
          />
        </Form.Item>
        <Form.Item label={t('session.password')} htmlFor="password">
          <Input.Password
            id="password"
            size="large"
            autoComplete="current-password"
            autoFocus={known !== '' && focusAtOnce}
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Form.Item>
        {code !== null && <CodeInput code={code} onChange={setCode} />}
        <Button type="primary" size="large" block htmlType="submit" loading={signIn.isPending}>
          {t('session.sign_in')}
        </Button>
      </form>
    </Form>
  );
}
