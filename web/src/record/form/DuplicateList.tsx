import type { Problem } from '@/api/problem';
import type { Entity } from '@/api/types';
import styles from './form.module.css';

interface Candidate {
  entity?: string;
  id?: string | null;
  title: string;
  owner?: string;
  state?: string;
}

/** The records that a duplicate rule found: masked for whom they are out of reach. */
export function DuplicateList({ entity, problem }: { entity: Entity; problem: Problem }) {
  const candidates = problem.extra.candidates as Candidate[] | undefined;
  if (!Array.isArray(candidates) || candidates.length === 0) return null;
  return (
    <ul className={styles.faults}>
      {candidates.map((candidate) => {
        const about = [candidate.owner, candidate.state].filter(Boolean).join(' · ');
        return (
          <li key={candidate.id ?? candidate.title}>
            {candidate.id ? (
              <a href={`/${candidate.entity ?? entity.name}/${candidate.id}`} target="_blank" rel="noreferrer">
                {candidate.title}
              </a>
            ) : (
              candidate.title
            )}
            {about && <span className="ks-muted"> {about}</span>}
          </li>
        );
      })}
    </ul>
  );
}
