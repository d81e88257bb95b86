import { useRouter } from '@tanstack/react-router';
import { ProblemView } from '@/design/ProblemView';

/** A page that could not be shown. */
export function RouteProblem({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <div style={{ maxWidth: 720, margin: '48px auto', padding: '0 16px' }}>
      <ProblemView error={error} retry={() => void router.invalidate()} />
    </div>
  );
}
