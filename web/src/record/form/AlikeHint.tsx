import { useTranslation } from 'react-i18next';
import type { Likeness } from '@/api/forms';
import type { Entity } from '@/api/types';
import { CandidateList } from './CandidateList';
import styles from './form.module.css';

/** Records that are like what is typed, beside the field that makes them so. Nothing is stopped by it. */
export function AlikeHint({ entity, hint }: { entity: Entity; hint: Likeness }) {
  const { t } = useTranslation();
  const words = {
    duplicate: t('alike.duplicate', { label: hint.label }),
    similar: t('alike.similar', { label: hint.label }),
    near: t('alike.near'),
  };
  return (
    <div className={styles.alike} data-kind={hint.kind} role="status">
      <p>{words[hint.kind]}</p>
      <CandidateList entity={entity} candidates={hint.candidates} />
    </div>
  );
}
