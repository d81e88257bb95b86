import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { toProblem } from '@/api/problem';
import type { SignedIn } from '@/api/types';
import { useNarrow } from '@/design/useNarrow';

interface Props {
  username?: string;
  onSignedIn: (session: SignedIn) => void;
}

export function SignInForm({ username: known = '', onSignedIn }: Props) {
  const { t } = useTranslation();
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => calls.signIn(username.trim(), password),
    onSuccess: onSignedIn,
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
        {problem && (
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
            onChange={(event) => setUsername(event.target.value)}
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
        <Button type="primary" size="large" block htmlType="submit" loading={signIn.isPending}>
          {t('session.sign_in')}
        </Button>
      </form>
    </Form>
  );
}
