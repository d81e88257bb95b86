import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import type { Entity, Masked } from '@/api/types';
import { isMasked } from '@/fields/kit';
import styles from './form.module.css';

/** A record that a duplicate rule found; one out of the asker's reach is `{masked, shown}`. */
type Candidate = { id: string; title: string } | Masked;

export function DuplicateList({ entity, problem }: { entity: Entity; problem: Problem }) {
  const { t } = useTranslation();
  const candidates = problem.extra.candidates as Candidate[] | undefined;
  if (!Array.isArray(candidates) || candidates.length === 0) return null;
  const hidden = candidates.filter((candidate) => isMasked(candidate)).length;
  return (
    <ul className={styles.faults}>
      {candidates.map(
        (candidate) =>
          !isMasked(candidate) && (
            <li key={candidate.id}>
              <a href={`/${entity.name}/${candidate.id}`} target="_blank" rel="noreferrer">
                {candidate.title}
              </a>
            </li>
          ),
      )}
      {hidden > 0 && <li>{t('form.candidates_hidden', { count: hidden })}</li>}
    </ul>
  );
}
