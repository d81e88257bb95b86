import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Tag, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { session as calls } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { keys } from '@/api/keys';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import styles from './profile.module.css';
import { RecoveryCodes } from './RecoveryCodes';
import { TurnOn } from './TurnOn';

/** Two-step sign-in: turn it on with an app, new recovery codes, turn it off. */
export function SecondFactorPanel() {
  const { t } = useTranslation();
  const { done, problem } = useNotify();
  const client = useQueryClient();
  const { is_on, is_needed, recovery_codes_left } = useSession().second_factor;
  const [turning, setTurning] = useState(false);
  const [codes, setCodes] = useState<string[] | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: keys.session });
  const renew = useMutation({
    mutationFn: calls.recoveryCodes,
    onSuccess: (made) => setCodes(made.recovery_codes),
    onError: problem,
  });
  const remove = useMutation({
    mutationFn: calls.removeTotp,
    onSuccess: () => {
      done(t('second_factor.turned_off'));
      void refresh();
    },
    onError: problem,
  });
  const close = () => {
    setCodes(null);
    setTurning(false);
    void refresh();
  };
  const off = (
    <Popconfirm title={t('second_factor.turn_off_ask')} onConfirm={() => remove.mutate()} disabled={is_needed}>
      <Button disabled={is_needed} loading={remove.isPending}>
        {t('second_factor.turn_off')}
      </Button>
    </Popconfirm>
  );
  const rest = is_on ? (
    <>
      <p className="ks-muted">{t('second_factor.left', { count: recovery_codes_left })}</p>
      <div className={styles.row}>
        <Button loading={renew.isPending} onClick={() => renew.mutate()}>
          {t('second_factor.renew')}
        </Button>
        {is_needed ? <Tooltip title={t('second_factor.kept')}>{off}</Tooltip> : off}
      </div>
    </>
  ) : (
    <>
      <p className="ks-muted">{t('second_factor.why')}</p>
      <Button onClick={() => setTurning(true)}>{t('second_factor.begin')}</Button>
    </>
  );
  const title = (
    <>
      {t('second_factor.page')} {is_on && <Tag color="green">{t('second_factor.on')}</Tag>}
    </>
  );
  return (
    <Panel title={title}>
      {codes ? <RecoveryCodes codes={codes} onDone={close} /> : turning ? <TurnOn onCodes={setCodes} /> : rest}
    </Panel>
  );
}
