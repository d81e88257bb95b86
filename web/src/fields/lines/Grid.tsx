import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isComposing } from '@/design/keys';
import styles from './grid.module.css';

export interface GridColumn {
  key: string;
  label: string;
  required?: boolean;
  width: number;
  render: (row: number) => React.ReactNode;
}

interface Props {
  label: string;
  columns: GridColumn[];
  rows: number;
  rowKey: (row: number) => string | number;
  disabled?: boolean;
  onAdd: () => void;
  onRemove: (row: number) => void;
  /** Takes a cell's value from the row above. */
  onFill?: (row: number, key: string) => void;
  /** Rows pasted from a spreadsheet, at the cell that has the focus. */
  onPaste?: (text: string, row: number, column: number) => boolean;
}

/** The place of the cell that something stands in. */
function placeOf(target: EventTarget): [row: number, column: number] | null {
  const cell = (target as HTMLElement).closest<HTMLElement>('td[data-row]');
  return cell ? [Number(cell.dataset.row), Number(cell.dataset.column)] : null;
}

/** Rows that are typed into; on a phone each row is a small form. */
export function Grid({ label, columns, rows, rowKey, disabled, onAdd, onRemove, onFill, onPaste }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLTableElement>(null);
  const wanted = useRef<[number, number] | null>(null);
  const go = (row: number, column: number) => {
    const input = box.current?.querySelector<HTMLElement>(
      `td[data-row="${row}"][data-column="${column}"] :is(input, textarea)`,
    );
    input?.focus();
    return Boolean(input);
  };
  useEffect(() => {
    if (wanted.current && rows > 0 && go(...wanted.current)) wanted.current = null;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target);
    if (!place || isComposing(event.nativeEvent)) return;
    const [row, column] = place;
    // Choices and dates have their own use for the other keys.
    const plain = (event.target as HTMLElement).matches(
      'input:not([role="combobox"], [role="spinbutton"], [aria-haspopup])',
    );
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'd') {
      if (row > 0) onFill?.(row, columns[column]?.key ?? '');
    } else if (plain && event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      if (!go(row + 1, column)) {
        wanted.current = [row + 1, column];
        onAdd();
      }
    } else if (plain && event.key === 'ArrowDown') go(row + 1, column);
    else if (plain && event.key === 'ArrowUp') go(row - 1, column);
    else return;
    event.preventDefault();
  };
  const onPasteText = (event: ClipboardEvent) => {
    const place = placeOf(event.target);
    if (place && onPaste?.(event.clipboardData.getData('text/plain'), ...place)) event.preventDefault();
  };
  const numbers = Array.from({ length: rows }, (_, row) => row);
  return (
    <div className={styles.wrap}>
      {rows > 0 && (
        <div className={styles.scroll}>
          <table ref={box} className={styles.grid} aria-label={label} onKeyDown={onKeyDown} onPaste={onPasteText}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.key} style={{ minWidth: column.width }} scope="col">
                    {column.required && <span className={styles.required}>*</span>}
                    {column.label}
                  </th>
                ))}
                <th className={styles.tool} scope="col">
                  <span className="ks-hidden">{t('common.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {numbers.map((row) => (
                <tr key={rowKey(row)}>
                  {columns.map((column, place) => (
                    <td key={column.key} data-label={column.label} data-row={row} data-column={place}>
                      {column.render(row)}
                    </td>
                  ))}
                  <td className={styles.tool}>
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      disabled={disabled}
                      aria-label={t('lines.remove', { row: row + 1 })}
                      onClick={() => onRemove(row)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button type="dashed" block icon={<PlusOutlined />} disabled={disabled} onClick={onAdd}>
        {t('lines.add')}
      </Button>
    </div>
  );
}
