import { PlusOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/types';
import { LinkButton } from '@/design/LinkButton';

/** To the form of a new record. */
export function NewButton({ entity, short }: { entity: Entity; short?: boolean }) {
  const { t } = useTranslation();
  const label = t('list.new', { label: entity.label });
  return (
    <LinkButton primary icon={<PlusOutlined />} to="/$entity/new" params={{ entity: entity.name }} aria-label={label}>
      {short ? t('nav.new') : label}
    </LinkButton>
  );
}
