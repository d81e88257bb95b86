import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './RecordTable.module.css';

export interface Resize {
  label: string;
  width: number;
  /** While one drags, and with `done` where one lets go; null is the width that it has by itself. */
  onWidth: (px: number | null, done: boolean) => void;
}

const LEAST = 64;
const STEP = 16;

/** The edge of a column, to be dragged or moved with ← →; a double click or Enter gives the width back. */
function Edge({ label, width, onWidth }: Resize) {
  const { t } = useTranslation();
  const from = useRef<{ x: number; width: number }>(null);
  const at = (x: number) => Math.max(LEAST, (from.current?.width ?? width) + x - (from.current?.x ?? x));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is no rule
    <span
      role="separator"
      tabIndex={0}
      className={styles.edge}
      aria-label={t('list.column_width', { label })}
      aria-orientation="vertical"
      aria-valuenow={Math.round(width)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => onWidth(null, true)}
      onPointerDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => from.current && onWidth(at(event.clientX), false)}
      onPointerUp={(event) => {
        if (from.current && event.clientX !== from.current.x) onWidth(at(event.clientX), true);
        from.current = null;
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
        if (step) onWidth(Math.max(LEAST, width + step), true);
        else if (event.key === 'Enter') onWidth(null, true);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

type Props = React.ThHTMLAttributes<HTMLTableCellElement> & { resize?: Resize };

/** The head of a column whose width can be changed. */
export function HeadCell({ resize, children, ...rest }: Props) {
  return (
    <th {...rest}>
      {children}
      {resize && <Edge {...resize} />}
    </th>
  );
}
