import { fileUrl } from '@/api/http';
import { FileInput } from '../file';
import { type DisplayProps, type Kit, text } from '../kit';

function Display({ field, value, place }: DisplayProps) {
  const size = place === 'cell' ? 24 : 72;
  const url = fileUrl(text(value) ?? '');
  return (
    <a href={url} target="_blank" rel="noreferrer">
      <img
        src={url}
        alt={field.label}
        height={size}
        style={{ maxWidth: size * 2, objectFit: 'cover', borderRadius: 4, verticalAlign: 'top' }}
      />
    </a>
  );
}

export const imageKit: Kit = { Display, Input: FileInput, width: 90 };
