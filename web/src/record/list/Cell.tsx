import { Link } from '@tanstack/react-router';
import { memo, useRef, useState } from 'react';
import { titleOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { CopyButton } from '@/design/CopyButton';
import { FieldDisplay } from '@/fields/FieldView';
import { isMasked, text } from '@/fields/kit';
import { kitOf } from '@/fields/registry';
import { useTarget } from '../page/writing';
import { CellEditor } from './CellEditor';
import { EditButton } from './EditButton';
import styles from './RecordTable.module.css';

interface RowLinkProps {
  entity: Entity;
  record: Rec;
  /** Shows the record beside the list; a new tab is still a new tab. */
  onOpen?: (id: string) => void;
  className?: string;
  title?: string;
  children: React.ReactNode;
}

/** The title of a row, which opens it. */
export function RowLink({ entity, record, onOpen, children, ...rest }: RowLinkProps) {
  const target = useTarget(entity, record);
  return (
    <Link
      {...rest}
      to="/$entity/$id"
      params={{ entity: entity.name, id: record.id }}
      data-row={record.id}
      data-target={target && JSON.stringify(target)}
      onClick={(event) => {
        if (!onOpen || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onOpen(record.id);
      }}
    >
      {children}
    </Link>
  );
}

/** Whether a cell of this field can be typed into: states move by their own menu. */
export function isInline(entity: Entity, field: Field): boolean {
  return field.inline && field.writable && entity.can.update && field.key !== entity.states?.field;
}

interface Props {
  field: Field;
  record: Rec;
  entity: Entity;
  linked: boolean;
  onOpen?: (id: string) => void;
  editable?: boolean;
  /** Shows beside the title of the row. */
  menu?: React.ReactNode;
}

/** One value in a list: to be read, copied and, where the entity allows it, changed in place. */
export const Cell = memo(function Cell({ field, record, entity, linked, onOpen, editable, menu }: Props) {
  const [editing, setEditing] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const value = record[field.key];
  const inline = editable && isInline(entity, field) && !isMasked(value);
  const textual = typeof value === 'string' && ['text', 'long_text', 'number'].includes(field.type);
  const title = textual && value ? value : titleOf(entity, record);
  const copied = linked ? title : kitOf(field.type).copy ? text(value) : undefined;
  const display = (
    <FieldDisplay field={field} value={value} record={record} titles={record.titles ?? {}} place="cell" />
  );
  if (editing) {
    const close = (next?: 'stay' | 'on') => {
      const row = place.current?.closest('tr');
      const cells = [...(row?.querySelectorAll<HTMLElement>('[data-edit]') ?? [])];
      const following =
        next === 'on' ? cells.find((cell) => cell.compareDocumentPosition(place.current as Node) & 2) : undefined;
      setEditing(false);
      if (following) following.click();
      else if (next) setTimeout(() => row?.querySelector<HTMLElement>(`[data-edit="${field.key}"]`)?.focus());
    };
    return (
      <span ref={place} className={styles.editor}>
        <CellEditor entity={entity} field={field} record={record} onClose={close} />
      </span>
    );
  }
  if (!linked && !copied && !inline) return display;
  return (
    <span className={styles.cell}>
      {linked ? (
        <RowLink className="ks-ellipsis" title={title} entity={entity} record={record} onOpen={onOpen}>
          {textual && value ? title : display}
        </RowLink>
      ) : (
        <span className="ks-ellipsis">{display}</span>
      )}
      {menu}
      <span className={styles.tools}>
        {copied && <CopyButton text={copied} />}
        {inline && <EditButton entity={entity} field={field} record={record} onClick={() => setEditing(true)} />}
      </span>
    </span>
  );
});
