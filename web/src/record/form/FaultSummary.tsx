import { Alert } from 'antd';
import { useEffect, useRef } from 'react';
import { fieldOf } from '@/api/catalog';
import type { Candidate } from '@/api/forms';
import type { Problem } from '@/api/problem';
import type { Entity } from '@/api/types';
import { ProblemCode } from '@/design/ProblemView';
import { CandidateList } from './CandidateList';
import { inputId, pointedKey } from './FormGroups';
import styles from './form.module.css';

interface Props {
  entity: Entity;
  form: string;
  problem: Problem;
}

function focusInput(id: string): void {
  const input = document.getElementById(id);
  input?.scrollIntoView({ block: 'center' });
  input?.focus({ preventScroll: true });
}

/** Why nothing was saved, above the form; each fault leads to its field. */
export function FaultSummary({ entity, form, problem }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) box.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
  return (
    <div ref={box} className={styles.summary}>
      <Alert
        type="error"
        showIcon
        title={problem.title}
        description={
          <>
            {problem.faults.length === 0 && problem.detail}
            {problem.faults.length > 0 && (
              <ul className={styles.faults}>
                {problem.faults.map((fault) => {
                  const key = pointedKey(fault.pointer);
                  return (
                    <li key={fault.pointer + fault.code}>
                      {fieldOf(entity, key) ? (
                        <button type="button" className={styles.jump} onClick={() => focusInput(inputId(form, key))}>
                          {fault.detail}
                        </button>
                      ) : (
                        fault.detail
                      )}
                    </li>
                  );
                })}
              </ul>
            )}
            {Array.isArray(problem.extra.candidates) && (
              <CandidateList entity={entity} candidates={problem.extra.candidates as Candidate[]} />
            )}
            <ProblemCode problem={problem} />
          </>
        }
      />
    </div>
  );
}
