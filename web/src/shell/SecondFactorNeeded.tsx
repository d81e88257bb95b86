import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTabTitle } from '@/design/PageHead';
import { RecoveryCodes } from '@/pages/profile/RecoveryCodes';
import { TurnOn } from '@/pages/profile/TurnOn';
import { Stage } from '@/pages/sign_in/Stage';
import styles from '@/pages/sign_in/sign_in.module.css';
import { StepUp } from './StepUp';
import { useSignOut } from './useSignOut';

/** Where whoever needs two-step sign-in and has none is led: on from here, or out. */
export function SecondFactorNeeded() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [codes, setCodes] = useState<string[] | null>(null);
  const signOut = useSignOut();
  useTabTitle([t('second_factor.page')]);
  const goOn = () => {
    client.clear();
    window.location.assign('/');
  };
  return (
    <Stage>
      <section className={styles.card}>
        <h1>{t('second_factor.needed')}</h1>
        {codes ? (
          <RecoveryCodes codes={codes} onDone={goOn} />
        ) : (
          <>
            <p className="ks-muted">{t('second_factor.needed_text')}</p>
            <TurnOn onCodes={setCodes} />
            <Button type="link" onClick={signOut}>
              {t('second_factor.leave')}
            </Button>
          </>
        )}
      </section>
      <StepUp />
    </Stage>
  );
}
