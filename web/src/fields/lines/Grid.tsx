import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
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
}

/** Rows that are typed into; on a phone each row is a small form. */
export function Grid({ label, columns, rows, rowKey, disabled, onAdd, onRemove }: Props) {
  const { t } = useTranslation();
  const numbers = Array.from({ length: rows }, (_, row) => row);
  return (
    <div className={styles.wrap}>
      {rows > 0 && (
        <div className={styles.scroll}>
          <table className={styles.grid} aria-label={label}>
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
                  {columns.map((column) => (
                    <td key={column.key} data-label={column.label}>
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
