import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { toProblem } from '@/api/problem';
import { CodeInput } from '@/pages/sign_in/CodeInput';

const FORM = 'step_up';

/** The password or a code once more; the demo's people have none and only say yes. */
export function StepUpDialog({ onClose }: { onClose: (proven: boolean) => void }) {
  const { t } = useTranslation();
  const { staff, demo, second_factor } = useSession();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  /** The password does for whoever has lost the app. */
  const [byCode, setByCode] = useState(second_factor.is_on);
  const prove = useMutation({
    mutationFn: () => calls.stepUp(demo ? {} : byCode ? { code } : { password }),
    onSuccess: () => onClose(true),
  });
  const problem = prove.error ? toProblem(prove.error) : null;
  const fault = problem?.faults[0]?.detail ?? problem?.detail;
  return (
    <Modal
      open
      zIndex={1200}
      title={t('step_up.title')}
      okText={t('step_up.go_on')}
      okButtonProps={{
        htmlType: 'submit',
        form: FORM,
        autoFocus: demo,
        disabled: !demo && (byCode ? code : password) === '',
        loading: prove.isPending,
      }}
      onCancel={() => onClose(false)}
      width={400}
    >
      <Form component={false} layout="vertical">
        <form
          id={FORM}
          onSubmit={(event) => {
            event.preventDefault();
            prove.mutate();
          }}
        >
          <p>{demo ? t('step_up.demo', { name: staff.name }) : byCode ? t('step_up.by_code') : t('step_up.text')}</p>
          {!demo && byCode && <CodeInput code={code} fault={fault} onChange={setCode} />}
          {!demo && !byCode && (
            <>
              <input hidden readOnly autoComplete="username" value={staff.username} />
              <Form.Item
                label={t('session.password')}
                htmlFor="step_up_password"
                help={fault}
                validateStatus={fault ? 'error' : undefined}
              >
                <Input.Password
                  id="step_up_password"
                  autoFocus
                  autoComplete="current-password"
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                />
              </Form.Item>
            </>
          )}
          {!demo && second_factor.is_on && (
            <Button
              type="link"
              size="small"
              onClick={() => {
                prove.reset();
                setByCode(!byCode);
              }}
            >
              {byCode ? t('step_up.use_password') : t('step_up.use_code')}
            </Button>
          )}
        </form>
      </Form>
    </Modal>
  );
}
