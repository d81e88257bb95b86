import { FileInput } from '../file';
import { FileOpener } from '../file/opener';
import { type DisplayProps, type Kit, text, titleAt } from '../kit';

function Display({ field, value, titles, place }: DisplayProps) {
  const name = titleAt(titles, field.key) ?? field.label;
  return <FileOpener file={{ id: text(value) ?? '', name }} picture size={place === 'cell' ? 28 : 96} bare />;
}

export const imageKit: Kit = { Display, Input: FileInput, width: 90 };
