import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntity } from '@/api/catalog';
import type { Entity, Field, Titles, Value } from '@/api/types';
import { EntityContext } from '../create';
import { FieldDisplay, FieldInput } from '../FieldView';
import { useFaultAt } from '../faults';
import { type DisplayProps, type InputProps, isEmpty, type Kit } from '../kit';
import { Grid, type GridColumn } from './Grid';
import styles from './grid.module.css';
import { type Line, linesOf } from './lines';
import { PasteLeft, usePaste } from './paste';
import { cellsOf } from './tsv';

/** The columns of a line entity: its list, as far as the asker may read it. */
function columnsOf(entity: Entity | undefined): Field[] {
  if (!entity) return [];
  const keys = entity.form.flatMap((group) => group.rows.flat());
  const listed = keys.length > 0 ? keys : entity.list.columns;
  return listed.flatMap((key) => entity.fields.find((field) => field.key === key) ?? []);
}

const titlesOf = (line: Line) => line.titles as Titles | undefined;

function Display({ field, value, place }: DisplayProps) {
  const { t } = useTranslation();
  const lines = linesOf(value);
  const columns = columnsOf(useEntity(field.of ?? ''));
  if (place === 'cell') return <>{t('lines.count', { count: lines.length })}</>;
  return (
    <ul className={styles.facts}>
      {lines.map((line, row) => {
        const [first, ...rest] = columns.filter((column) => !isEmpty(line[column.key]));
        const shown = (column: Field) => (
          <FieldDisplay field={column} value={line[column.key]} record={line} titles={titlesOf(line)} place="fact" />
        );
        return (
          <li key={String(line.id ?? row)}>
            {first && shown(first)}
            {rest.map((column) => (
              <div key={column.key}>
                <span className="ks-muted">{column.label}</span> {shown(column)}
              </div>
            ))}
          </li>
        );
      })}
    </ul>
  );
}

interface CellProps {
  pointer: string;
  field: Field;
  line: Line;
  disabled?: boolean;
  onChange: (value: Value) => void;
}

function Cell({ pointer, field, line, disabled, onChange }: CellProps) {
  const fault = useFaultAt(pointer);
  return (
    <>
      <FieldInput
        field={field}
        value={line[field.key]}
        record={line}
        titles={titlesOf(line)}
        disabled={disabled || !field.writable}
        aria-label={field.label}
        onChange={onChange}
      />
      {fault && (
        <div className={styles.fault} role="alert">
          {fault}
        </div>
      )}
    </>
  );
}

function startLine(fields: Field[]): Line {
  return Object.fromEntries(
    fields.filter((field) => !isEmpty(field.default)).map((field) => [field.key, field.default]),
  );
}

let lastKey = 0;
const nextKey = () => {
  lastKey += 1;
  return lastKey;
};

function Input({ field, value, onChange, disabled }: InputProps) {
  const entity = useEntity(field.of ?? '');
  const fields = columnsOf(entity).filter((column) => column.writable);
  const lines = linesOf(value);
  const [keys, setKeys] = useState<number[]>([]);
  const keyOf = (row: number) => keys[row] ?? -1 - row;
  const columns: GridColumn[] = fields.map((column) => ({
    key: column.key,
    label: column.label,
    required: column.required,
    width: column.type === 'boolean' ? 64 : 120,
    render: (row) => (
      <Cell
        pointer={`/${field.key}/${row}/${column.key}`}
        field={column}
        line={lines[row] ?? {}}
        disabled={disabled}
        onChange={(next) => onChange?.(lines.map((line, at) => (at === row ? { ...line, [column.key]: next } : line)))}
      />
    ),
  }));
  const entityName = useContext(EntityContext);
  const paste = usePaste(field, entityName);
  const put = (row: number, filled: Line) => ({
    ...(lines[row] ?? startLine(fields)),
    ...filled,
    titles: { ...(lines[row]?.titles ?? {}), ...(filled.titles ?? {}) },
  });
  const onPaste = (text: string, row: number, column: number) => {
    const cells = cellsOf(text);
    if (!entityName || (cells.length === 1 && cells[0]?.length === 1)) return false;
    const columnKeys = fields.slice(column).map(({ key }) => key);
    void paste.read(columnKeys, cells).then((rows) => {
      if (rows.length === 0) return;
      const filled = rows.map((one, at) => put(row + at, one));
      setKeys([...currentKeys(), ...rows.slice(Math.max(0, lines.length - row)).map(nextKey)]);
      onChange?.([...lines.slice(0, row), ...filled, ...lines.slice(row + rows.length)]);
    });
    return true;
  };
  const currentKeys = () => lines.map((_, row) => keyOf(row));
  return (
    <>
      <Grid
        label={field.label}
        onPaste={onPaste}
        onFill={(row, key) => {
          const above = lines[row - 1];
          const titles = { ...(lines[row]?.titles ?? {}), [key]: titlesOf(above ?? {})?.[key] };
          onChange?.(lines.map((line, at) => (at === row ? { ...line, [key]: above?.[key] ?? null, titles } : line)));
        }}
        columns={columns}
        rows={lines.length}
        rowKey={keyOf}
        disabled={disabled}
        onAdd={() => {
          setKeys([...currentKeys(), nextKey()]);
          onChange?.([...lines, startLine(fields)]);
        }}
        onRemove={(row) => {
          setKeys(currentKeys().filter((_, at) => at !== row));
          onChange?.(lines.filter((_, at) => at !== row));
        }}
      />
      {paste.left.length > 0 && <PasteLeft left={paste.left} onClose={paste.forget} />}
    </>
  );
}

export const linesKit: Kit = { Display, Input, width: 100, wide: true };
