import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, QRCode } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { keys } from '@/api/keys';
import { toProblem } from '@/api/problem';
import { CopyButton } from '@/design/CopyButton';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { CodeInput } from '../sign_in/CodeInput';
import styles from './profile.module.css';

/** The secret as a picture and as text, and the first code that proves that the app has it. */
export function TurnOn({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  // Offered once: a second look would make the picture that is being scanned worthless.
  const offer = useQuery({
    queryKey: keys.totp,
    queryFn: calls.offerTotp,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: () => calls.confirmTotp(code),
    onSuccess: (made) => onCodes(made.recovery_codes),
  });
  const problem = confirm.error ? toProblem(confirm.error) : null;
  if (offer.isError) return <ProblemView error={offer.error} retry={() => void offer.refetch()} />;
  if (!offer.data) return <Loading rows={4} />;
  return (
    <Form component={false} layout="vertical">
      <form
        className={styles.enrol}
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate();
        }}
      >
        <div>
          <p>{t('second_factor.scan')}</p>
          <QRCode value={offer.data.uri} type="svg" size={176} aria-label={t('second_factor.qr')} />
          <p className="ks-muted">{t('second_factor.by_hand')}</p>
          <div className={styles.token}>
            <code data-secret>{offer.data.secret}</code>
            <CopyButton text={offer.data.secret} labelled />
          </div>
        </div>
        <div>
          <p>{t('second_factor.first_code')}</p>
          <CodeInput code={code} fault={problem?.faults[0]?.detail ?? problem?.detail} onChange={setCode} />
          <Button type="primary" htmlType="submit" disabled={code.trim().length < 6} loading={confirm.isPending}>
            {t('second_factor.turn_on')}
          </Button>
        </div>
      </form>
    </Form>
  );
}
