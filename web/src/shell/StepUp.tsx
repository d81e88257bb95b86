import { lazy, Suspense, useEffect, useState } from 'react';
import { watchStepUp } from '@/api/http';

const StepUpDialog = lazy(async () => ({ default: (await import('./StepUpDialog')).StepUpDialog }));

type Answer = (proven: boolean) => void;

/** Asks again who is there when the server wants to know before a sensitive act; one dialog for all that wait. */
export function StepUp() {
  const [waiting, setWaiting] = useState<Answer[]>([]);
  useEffect(() => watchStepUp(() => new Promise((answer) => setWaiting((before) => [...before, answer]))), []);
  if (waiting.length === 0) return null;
  const close: Answer = (proven) => {
    setWaiting([]);
    for (const answer of waiting) answer(proven);
  };
  return (
    <Suspense fallback={null}>
      <StepUpDialog onClose={close} />
    </Suspense>
  );
}
