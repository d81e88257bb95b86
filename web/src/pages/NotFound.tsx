import { useTranslation } from 'react-i18next';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
import { Panel } from '@/design/Panel';

/** An address that leads nowhere, or nowhere for this person. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Panel>
      <Empty text={t('nav.not_found')} action={<LinkButton to="/">{t('nav.to_home')}</LinkButton>} />
    </Panel>
  );
}
