import { useTranslation } from 'react-i18next';
import { type DisplayProps, type Kit, text, titleAt } from '../kit';
import { later } from '../later';
import { FileOpener } from './opener';

function Display({ field, value, record, titles, place }: DisplayProps) {
  const { t } = useTranslation();
  const name = titleAt(titles, field.key) ?? text(record.name) ?? t('file.open');
  return (
    <FileOpener file={{ id: text(value) ?? '', name }} size={place === 'cell' ? 22 : 32} cell={place === 'cell'} />
  );
}

export const FileInput = later(async () => (await import('./Input')).FileInput);

export const fileKit: Kit = { Display, Input: FileInput, width: 180 };
