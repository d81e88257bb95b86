import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

/** The shape of what is coming, instead of a spinner. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')} style={{ padding: 16 }}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}
