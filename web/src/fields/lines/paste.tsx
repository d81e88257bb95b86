import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import type { Pasted } from '@/api/forms';
import type { Field } from '@/api/types';
import { useNotify } from '@/design/notify';
import type { Line } from './lines';

type Left = Pasted['left'];

/** So many cells are named one by one. */
const NAMED = 8;

/** Reads cells of a spreadsheet as lines, and remembers what found no place. */
export function usePaste(field: Field, entity: string | null) {
  const { problem } = useNotify();
  const [left, setLeft] = useState<Left>([]);
  const read = async (columns: string[], rows: string[][]): Promise<Line[]> => {
    if (!entity) return [];
    try {
      const found = await records.paste(entity, field.key, columns, rows);
      setLeft(found.left);
      return found.rows;
    } catch (error) {
      problem(error);
      return [];
    }
  };
  return { left, read, forget: () => setLeft([]) };
}

/** The cells that found no place, and why. */
export function PasteLeft({ left, onClose }: { left: Left; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      closable={{ onClose }}
      title={t('lines.paste_left', { count: left.length })}
      description={left.slice(0, NAMED).map((one) => (
        <div key={`${one.row}-${one.text}-${one.detail}`}>
          {t('lines.paste_row', { row: one.row })} {one.text}
          <span className="ks-muted"> {one.detail}</span>
        </div>
      ))}
    />
  );
}
