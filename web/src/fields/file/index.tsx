import { PaperClipOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '@/api/http';
import { type DisplayProps, type Kit, text, titleAt } from '../kit';
import { later } from '../later';

function Display({ field, value, titles, place }: DisplayProps) {
  const { t } = useTranslation();
  const name = titleAt(titles, field.key) ?? t('file.open');
  return (
    <a
      className={place === 'cell' ? 'ks-ellipsis' : undefined}
      href={fileUrl(text(value) ?? '')}
      target="_blank"
      rel="noreferrer"
      title={name}
    >
      <PaperClipOutlined /> {name}
    </a>
  );
}

export const FileInput = later(async () => (await import('./Input')).FileInput);

export const fileKit: Kit = { Display, Input: FileInput, width: 180 };
