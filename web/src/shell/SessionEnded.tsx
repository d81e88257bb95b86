import { lazy, Suspense, useEffect, useState } from 'react';
import { watchSession } from '@/api/http';

const SignInAgain = lazy(async () => ({ default: (await import('./SignInAgain')).SignInAgain }));

/** Notices when the session ends under somebody's hands. */
export function SessionEnded() {
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    const stop = watchSession(() => setEnded(true));
    return () => void stop();
  }, []);
  if (!ended) return null;
  return (
    <Suspense fallback={null}>
      <SignInAgain onSignedIn={() => setEnded(false)} />
    </Suspense>
  );
}
