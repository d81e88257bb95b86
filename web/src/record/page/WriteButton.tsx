import { MessageOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/design/IconButton';
import type { Target } from '../prefill';
import { useJournal } from './journal';
import { write } from './writing';

/** Writes about a record from its row. */
export function WriteButton({ target }: { target: Target }) {
  const { t } = useTranslation();
  const journal = useJournal(target.entity);
  if (!journal) return null;
  return (
    <IconButton
      icon={<MessageOutlined />}
      label={t('page.write_about', { label: journal.entity.label, title: target.title })}
      hint={t('page.write', { label: journal.entity.label })}
      onClick={() => write(target)}
    />
  );
}
