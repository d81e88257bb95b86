import { useTranslation } from 'react-i18next';
import type { Candidate } from '@/api/forms';
import type { Entity } from '@/api/types';
import { isMasked } from '@/fields/kit';
import styles from './form.module.css';

/** Records that something is like, with owner and state; one out of the asker's reach cannot be opened. */
export function CandidateList({ entity, candidates }: { entity: Entity; candidates: Candidate[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.candidates}>
      {candidates.map((one, place) => {
        const beside = [one.owner, one.state].filter(Boolean).join(' · ');
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is out of reach has no id, and the list stays as it is
          <li key={place}>
            {isMasked(one) ? (
              <span title={t('alike.out_of_reach')}>{one.shown}</span>
            ) : (
              <a href={`/${entity.name}/${one.id}`} target="_blank" rel="noreferrer">
                {one.title}
              </a>
            )}
            {beside && <span className="ks-muted">{beside}</span>}
            {isMasked(one) && <span className="ks-muted">{t('alike.out_of_reach')}</span>}
          </li>
        );
      })}
    </ul>
  );
}
