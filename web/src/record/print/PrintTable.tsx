import type { Field, Rec } from '@/api/types';
import { kitOf } from '@/fields/registry';
import { RecordCell } from '@/record/RecordCell';
import styles from './print.module.css';

/** Rows on paper: the head stands on every page, no row is cut, and whatever is long goes on below itself. */
export function PrintTable({ columns, items }: { columns: Field[]; items: Rec[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((field) => (
            <th key={field.key} className={kitOf(field.type).align === 'right' ? styles.right : undefined}>
              {field.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((record) => (
          <tr key={record.id}>
            {columns.map((field) => (
              <td key={field.key} className={kitOf(field.type).align === 'right' ? styles.right : undefined}>
                <RecordCell field={field} record={record} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
