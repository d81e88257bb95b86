import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Form, Input, Result } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OneTimeLink } from '@/api/account';
import { links } from '@/api/calls';
import { keys } from '@/api/keys';
import { toProblem } from '@/api/problem';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { useTabTitle } from '@/design/PageHead';
import { CodeInput } from './CodeInput';
import { NewPassword } from './NewPassword';
import { Stage } from './Stage';
import styles from './sign_in.module.css';

type Answers = Record<'company' | 'name' | 'username' | 'password' | 'again', string>;

const BLANK: Answers = { company: '', name: '', username: '', password: '', again: '' };

function useWords(kind: OneTimeLink['kind'], name: string) {
  const { t } = useTranslation();
  if (kind === 'setup') return { title: t('link_page.setup_title'), text: t('link_page.setup_text') };
  if (kind === 'invite') return { title: t('link_page.invite_title', { name }), text: t('link_page.invite_text') };
  if (kind === 'expired') return { title: t('link_page.expired_title'), text: t('link_page.expired_text') };
  return { title: t('link_page.reset_title'), text: t('link_page.reset_text', { name }) };
}

function LinkForm({ token, link }: { token: string; link: OneTimeLink }) {
  const { t } = useTranslation();
  const words = useWords(link.kind, link.name ?? '');
  const { done } = useNotify();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [answers, setAnswers] = useState(BLANK);
  const [code, setCode] = useState<string | null>(null);
  const setup = link.kind === 'setup';
  const username = setup ? answers.username : (link.username ?? '');
  const use = useMutation({
    mutationFn: () => {
      const { password, name, company } = answers;
      const proof: Record<string, string> = code === null ? { password } : { password, code };
      return links.use(
        token,
        setup ? { password, username: username.trim(), name: name.trim(), company: company.trim() } : proof,
      );
    },
    onSuccess: () => {
      client.clear();
      done(t('link_page.done'));
      void navigate({ to: '/' });
    },
    onError: (error) => {
      if (toProblem(error).code === 'second_factor_needed') setCode('');
    },
  });
  const problem = use.error ? toProblem(use.error) : null;
  const faultAt = (key: string) => problem?.faults.find((fault) => fault.pointer === `/${key}`)?.detail;
  const input = (key: 'company' | 'name' | 'username', label: string, autoComplete: string) => (
    <Form.Item
      label={label}
      htmlFor={key}
      required
      help={faultAt(key)}
      validateStatus={faultAt(key) ? 'error' : undefined}
    >
      <Input
        id={key}
        size="large"
        required
        autoComplete={autoComplete}
        value={answers[key]}
        onChange={(event) => setAnswers({ ...answers, [key]: event.target.value })}
      />
    </Form.Item>
  );
  const differs = answers.again !== '' && answers.again !== answers.password;
  return (
    <Form component={false} layout="vertical">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!differs) use.mutate();
        }}
      >
        <h1>{words.title}</h1>
        <p className="ks-muted">{words.text}</p>
        {problem && (
          <Alert
            type="error"
            showIcon
            title={problem.title}
            description={problem.detail}
            style={{ marginBottom: 16 }}
          />
        )}
        {setup && (
          <>
            {input('company', t('link_page.company'), 'organization')}
            {input('name', t('link_page.your_name'), 'name')}
            {input('username', t('session.username'), 'username')}
          </>
        )}
        {!setup && (
          <Form.Item label={t('session.username')} htmlFor="username">
            <Input id="username" size="large" readOnly autoComplete="username" value={username} />
          </Form.Item>
        )}
        <NewPassword
          size="large"
          username={username}
          password={answers.password}
          again={answers.again}
          shortest={link.password_shortest}
          fault={faultAt('password')}
          onChange={(next) => setAnswers({ ...answers, ...next })}
        />
        {code !== null && <CodeInput code={code} onChange={setCode} />}
        <Button
          type="primary"
          size="large"
          block
          htmlType="submit"
          loading={use.isPending}
          disabled={differs || answers.again === ''}
        >
          {setup ? t('link_page.finish') : t('link_page.set_password')}
        </Button>
      </form>
    </Form>
  );
}

/** A one-time link: first set-up, an invitation, a new password. */
export function LinkPage() {
  const { t } = useTranslation();
  const { token = '' } = useParams({ strict: false });
  const query = useQuery({
    queryKey: keys.link(token),
    queryFn: () => links.get(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useTabTitle([t('link_page.tab')]);
  const problem = query.error ? toProblem(query.error) : null;
  return (
    <Stage>
      <section className={styles.card}>
        {query.isPending && <Loading />}
        {problem && (
          <Result
            status="warning"
            title={problem.title}
            subTitle={problem.detail}
            extra={<LinkButton to="/sign_in">{t('link_page.to_sign_in')}</LinkButton>}
          />
        )}
        {query.data && <LinkForm token={token} link={query.data} />}
      </section>
    </Stage>
  );
}
