import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { toProblem } from '@/api/problem';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { NewPassword } from '../sign_in/NewPassword';
import styles from './profile.module.css';

const BLANK = { old: '', password: '', again: '' };

export function PasswordForm() {
  const { t } = useTranslation();
  const { done } = useNotify();
  const { staff, password_shortest } = useSession();
  const [answers, setAnswers] = useState(BLANK);
  const change = useMutation({
    mutationFn: () => calls.password(answers.old, answers.password),
    onSuccess: () => {
      setAnswers(BLANK);
      done(t('profile.password_changed'));
    },
  });
  const problem = change.error ? toProblem(change.error) : null;
  const faultAt = (pointer: string) => problem?.faults.find((fault) => fault.pointer === pointer)?.detail;
  const ready = answers.old !== '' && answers.password !== '' && answers.password === answers.again;
  return (
    <Panel title={t('profile.password')}>
      <Form component={false} layout="vertical">
        <form
          className={styles.password}
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) change.mutate();
          }}
        >
          {problem && problem.faults.length === 0 && (
            <Alert
              type="error"
              showIcon
              title={problem.title}
              description={problem.detail}
              style={{ marginBottom: 16 }}
            />
          )}
          <input hidden readOnly autoComplete="username" value={staff.username} />
          <Form.Item
            label={t('profile.password_old')}
            htmlFor="old_password"
            required
            help={faultAt('/old')}
            validateStatus={faultAt('/old') ? 'error' : undefined}
          >
            <Input.Password
              id="old_password"
              autoComplete="current-password"
              value={answers.old}
              onChange={(event) => setAnswers({ ...answers, old: event.target.value })}
            />
          </Form.Item>
          <NewPassword
            username={staff.username}
            password={answers.password}
            again={answers.again}
            shortest={password_shortest}
            fault={faultAt('/new')}
            onChange={(next) => setAnswers({ ...answers, ...next })}
          />
          <Button htmlType="submit" loading={change.isPending} disabled={!ready}>
            {t('profile.password_change')}
          </Button>
        </form>
      </Form>
    </Panel>
  );
}
