import { Link } from '@tanstack/react-router';
import { titleOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { isEmpty } from '@/fields/kit';
import { WriteButton } from '@/record/page/WriteButton';
import { useTarget } from '@/record/page/writing';
import { RecordCell } from '@/record/RecordCell';
import styles from './home.module.css';

interface Props {
  entity: Entity;
  record: Rec;
  /** Shown under the title where they are filled. */
  fields: Field[];
  /** The field that says that the record is late. */
  late?: string;
  lead?: React.ReactNode;
  actions?: React.ReactNode;
}

/** A record in a card: what it is called, a few facts, what can be done. */
export function Row({ entity, record, fields, late, lead, actions }: Props) {
  const target = useTarget(entity, record);
  return (
    <li>
      {lead}
      <div className={styles.item}>
        <Link
          className="ks-ellipsis"
          to="/$entity/$id"
          params={{ entity: entity.name, id: record.id }}
          data-row={record.id}
          data-target={target && JSON.stringify(target)}
        >
          {titleOf(entity, record)}
        </Link>
        <div className={styles.facts}>
          {fields
            .filter((field) => !isEmpty(record[field.key]) && record[field.key] !== false)
            .map((field) => (
              <span key={field.key} title={field.label} className={field.key === late ? styles.late : undefined}>
                {field.type === 'boolean' ? field.label : <RecordCell field={field} record={record} />}
              </span>
            ))}
        </div>
      </div>
      {(target || actions) && (
        <span className={styles.deeds}>
          {target && <WriteButton target={target} />}
          {actions}
        </span>
      )}
    </li>
  );
}
