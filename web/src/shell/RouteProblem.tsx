import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
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

export function NotFound() {
  const { t } = useTranslation();
  return <Empty text={t('nav.not_found')} action={<LinkButton to="/">{t('nav.to_home')}</LinkButton>} />;
}
