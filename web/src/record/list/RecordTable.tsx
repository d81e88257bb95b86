import { Link } from '@tanstack/react-router';
import { Table, type TableProps } from 'antd';
import { titleOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { useNarrow } from '@/design/useNarrow';
import { FieldDisplay } from '@/fields/FieldView';
import { kitOf } from '@/fields/registry';
import { RecordCards } from './RecordCards';

export interface RecordTableProps {
  entity: Entity;
  columns: Field[];
  items: Rec[];
  loading: boolean;
  /** `-created_at` style; absent where headers do not sort. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Buttons at the end of each row. */
  actions?: (record: Rec) => React.ReactNode;
  actionsWidth?: number;
  actionsLabel?: string;
  /** The title opens the record. */
  linked?: boolean;
  empty: React.ReactNode;
  sticky?: boolean;
}

/** Room for a label, its sort mark and the cell's own space; Latin letters are about half as wide as Chinese ones. */
const headWidth = (label: string) => [...label].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 14 : 8.2), 48);

/** Names of people are short, names of companies are not. */
const titleWidth = (field: Field) => (Number(field.max ?? 200) <= 60 ? 150 : 260);

/** The one cell that opens the record: its title, else the first column. */
export function linkKey(entity: Entity, columns: Field[]): string | undefined {
  return (
    columns.find((field) => field.key === entity.title) ??
    columns.find((field) => field.key === entity.number) ??
    columns[0]
  )?.key;
}

function Cell({ field, record, entity, linked }: { field: Field; record: Rec; entity: Entity; linked: boolean }) {
  const value = record[field.key];
  if (linked) {
    const textual = typeof value === 'string' && ['text', 'long_text', 'number'].includes(field.type);
    const title = textual && value ? value : titleOf(entity, record);
    return (
      <Link className="ks-ellipsis" to="/$entity/$id" params={{ entity: entity.name, id: record.id }} title={title}>
        {textual && value ? (
          title
        ) : (
          <FieldDisplay field={field} value={value} record={record} titles={record.titles} place="cell" />
        )}
      </Link>
    );
  }
  return <FieldDisplay field={field} value={value} record={record} titles={record.titles ?? {}} place="cell" />;
}

/** Records as rows; on a phone as cards. */
export function RecordTable(props: RecordTableProps) {
  const { entity, columns, items, loading, sort, onSort, actions, linked = true, empty, sticky } = props;
  const narrow = useNarrow();
  const opener = linked ? linkKey(entity, columns) : undefined;
  if (narrow) return <RecordCards {...props} opener={opener} />;
  const sortKey = sort?.replace('-', '').split(',')[0];
  const shown: TableProps<Rec>['columns'] = columns.map((field, index) => {
    const kit = kitOf(field.type);
    const order = sort?.startsWith('-') ? ('descend' as const) : ('ascend' as const);
    return {
      key: field.key,
      title: field.label,
      width: Math.max(field.key === entity.title ? titleWidth(field) : kit.width, headWidth(field.label)),
      align: kit.align,
      ellipsis: true,
      fixed: index === 0 ? ('left' as const) : undefined,
      sorter: onSort ? field.sortable : false,
      sortOrder: field.key === sortKey ? order : null,
      render: (_value: unknown, record: Rec) => (
        <Cell field={field} record={record} entity={entity} linked={field.key === opener} />
      ),
    };
  });
  if (actions) {
    shown.push({
      key: ' actions',
      title: props.actionsLabel,
      width: props.actionsWidth ?? 120,
      fixed: 'right',
      render: (_value, record) => actions(record),
    });
  }
  const width = shown.reduce((total, column) => total + Number(column.width ?? 0), 0);
  return (
    <Table<Rec>
      rowKey="id"
      size="middle"
      columns={shown}
      dataSource={items}
      loading={{ spinning: loading, delay: 300 }}
      pagination={false}
      scroll={{ x: width }}
      sticky={sticky ? { offsetHeader: 52 } : undefined}
      showSorterTooltip={false}
      locale={{ emptyText: loading ? ' ' : empty }}
      onChange={(_pages, _filters, sorter) => {
        const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter;
        onSort?.(order ? `${order === 'descend' ? '-' : ''}${String(columnKey)}` : entity.list.sort);
      }}
    />
  );
}
