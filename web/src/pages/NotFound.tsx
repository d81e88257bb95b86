import { useTranslation } from 'react-i18next';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
import { useTabTitle } from '@/design/PageHead';
import { Panel } from '@/design/Panel';

/** An address that leads nowhere, or nowhere for this person. */
export function NotFound() {
  const { t } = useTranslation();
  useTabTitle([t('nav.nothing_here')]);
  return (
    <Panel>
      <Empty alone text={t('nav.not_found')} action={<LinkButton to="/">{t('nav.to_home')}</LinkButton>} />
    </Panel>
  );
}
