import { Image } from 'antd';
import { FileInput, fileUrl } from '../file';
import { type DisplayProps, type Kit, text } from '../kit';

function Display({ field, value, place }: DisplayProps) {
  const size = place === 'cell' ? 28 : 72;
  return (
    <Image src={fileUrl(text(value) ?? '')} alt={field.label} height={size} style={{ maxWidth: size * 2, objectFit: 'cover', borderRadius: 4 }} />
  );
}

export const imageKit: Kit = { Display, Input: FileInput, width: 90 };
