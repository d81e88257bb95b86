import { titleOf } from '@/api/catalog';
import { Loading } from '@/design/Loading';
import { isEmpty } from '@/fields/kit';
import { kitOf } from '@/fields/registry';
import { RecordCell } from '@/record/RecordCell';
import { RowLink } from './Cell';
import styles from './RecordCards.module.css';
import type { RecordTableProps } from './RecordTable';

const FACTS = 6;

/** Columns wider than this take a line of their own: half a phone would cut them. */
const HALF = 140;

/** The rows of a list on a phone: title, then the first filled columns. */
export function RecordCards({
  entity,
  columns,
  items,
  loading,
  actions,
  opener,
  onOpen,
  empty,
}: RecordTableProps & { opener?: string }) {
  if (items.length === 0) return loading ? <Loading /> : empty;
  return (
    <ul className={styles.cards} aria-busy={loading}>
      {items.map((record) => {
        const facts = columns.filter(
          (field) =>
            field.key !== opener &&
            field.key !== entity.title &&
            !isEmpty(record[field.key]) &&
            record[field.key] !== false,
        );
        const title = titleOf(entity, record);
        return (
          <li key={record.id}>
            <div className={styles.head}>
              {opener ? (
                <RowLink entity={entity} record={record} onOpen={onOpen}>
                  {title}
                </RowLink>
              ) : (
                <strong>{title}</strong>
              )}
              {actions && <span className={styles.actions}>{actions(record)}</span>}
            </div>
            <dl>
              {facts.slice(0, FACTS).map((field) => (
                <div key={field.key} className={kitOf(field.type).width > HALF ? styles.whole : undefined}>
                  <dt>{field.label}</dt>
                  <dd>
                    <RecordCell field={field} record={record} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
