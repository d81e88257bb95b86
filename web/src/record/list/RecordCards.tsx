import { Link } from '@tanstack/react-router';
import { titleOf } from '@/api/catalog';
import { Loading } from '@/design/Loading';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import styles from './RecordCards.module.css';
import type { RecordTableProps } from './RecordTable';

const FACTS = 5;

/** The rows of a list on a phone: title, then the first filled columns. */
export function RecordCards({
  entity,
  columns,
  items,
  loading,
  actions,
  opener,
  empty,
}: RecordTableProps & { opener?: string }) {
  if (items.length === 0) return loading ? <Loading /> : empty;
  return (
    <ul className={styles.cards} aria-busy={loading}>
      {items.map((record) => {
        const facts = columns.filter(
          (field) => field.key !== opener && field.key !== entity.title && !isEmpty(record[field.key]),
        );
        const title = titleOf(entity, record);
        return (
          <li key={record.id}>
            <div className={styles.head}>
              {opener ? (
                <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }}>
                  {title}
                </Link>
              ) : (
                <strong>{title}</strong>
              )}
              {actions && <span className={styles.actions}>{actions(record)}</span>}
            </div>
            <dl>
              {facts.slice(0, FACTS).map((field) => (
                <div key={field.key}>
                  <dt>{field.label}</dt>
                  <dd>
                    <FieldDisplay
                      field={field}
                      value={record[field.key]}
                      record={record}
                      titles={record.titles ?? {}}
                      place="cell"
                    />
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
