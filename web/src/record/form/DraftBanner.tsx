import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { showMoment } from '@/design/dates';
import styles from './form.module.css';
import type { DraftState } from './useDraft';

/** Offers what was typed here before and not saved. */
export function DraftBanner({ draft }: { draft: DraftState }) {
  const { t } = useTranslation();
  const { found, missing } = draft;
  if (missing > 0)
    return <Alert className={styles.banner} type="warning" showIcon title={t('draft.in_part', { count: missing })} />;
  if (!found) return null;
  return (
    <Alert
      className={styles.banner}
      type="info"
      showIcon
      title={t('draft.found', { when: showMoment(found.saved_at) })}
      action={
        <span className={styles.offer}>
          <Button size="small" type="primary" onClick={() => draft.restore(found)}>
            {t('draft.restore')}
          </Button>
          <Button size="small" onClick={() => draft.discard(found)}>
            {t('draft.discard')}
          </Button>
        </span>
      }
    />
  );
}
