import { Table, type TableProps } from 'antd';
import { type CSSProperties, memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf, useCatalog } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { Loading } from '@/design/Loading';
import { sameProps } from '@/design/steady';
import { useNarrow } from '@/design/useNarrow';
import { useWidth } from '@/design/useWidth';
import { kitOf } from '@/fields/registry';
import { Cell } from './Cell';
import { HeadCell } from './HeadCell';
import { RecordCards } from './RecordCards';
import styles from './RecordTable.module.css';
import { RowState } from './RowState';
import { rowKeys } from './rowKeys';
import type { Density } from './state';
import { columnWidth, fitted } from './widths';

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
  /** The ticked rows, also those of other pages; absent where rows are not ticked. */
  chosen?: string[];
  onChoose?: (ids: string[]) => void;
  /** Shows a record without leaving the list. */
  onOpen?: (id: string) => void;
  /** Whether values may be changed in their cells. */
  editable?: boolean;
  density?: Density;
  /** Widths somebody has chosen, px by column. */
  widths?: Record<string, number>;
  onWidth?: (key: string, px: number | null) => void;
  empty: React.ReactNode;
  sticky?: boolean;
}

/** The one cell that opens the record: its title, else the first column. */
export function linkKey(entity: Entity, columns: Field[]): string | undefined {
  return (
    columns.find((field) => field.key === entity.title) ??
    columns.find((field) => field.key === entity.number) ??
    columns[0]
  )?.key;
}

const TICK_WIDTH = 44;

/** While rows are ticked the foot of the list stays in sight; the scroll bar stands on it. */
const FOOT_HEIGHT = 57;

function useTicks({ entity, chosen, onChoose }: RecordTableProps): TableProps<Rec>['rowSelection'] {
  const { t } = useTranslation();
  if (!onChoose) return undefined;
  return {
    columnWidth: TICK_WIDTH,
    fixed: true,
    selectedRowKeys: chosen,
    preserveSelectedRowKeys: true,
    getTitleCheckboxProps: () => ({ 'aria-label': t('list.choose_page') }),
    getCheckboxProps: (record) => ({ 'aria-label': t('list.choose_one', { title: titleOf(entity, record) }) }),
    onChange: (ids) => onChoose(ids.map(String)),
  };
}

/** antd keeps a row unseen, with the heads of the columns in it, to measure by: nobody may come upon it. */
function Body(props: React.HTMLAttributes<HTMLTableSectionElement>) {
  const ref = useRef<HTMLTableSectionElement>(null);
  useEffect(() => ref.current?.querySelector('.ant-table-measure-row')?.setAttribute('inert', ''));
  return <tbody {...props} ref={ref} />;
}

const PARTS = { header: { cell: HeadCell }, body: { wrapper: Body } };

/** Records as rows; on a phone as cards. Drawn again only with what it shows: that is the dearest part of a list. */
export const RecordTable = memo(function RecordTable(props: RecordTableProps) {
  const { entity, columns, items, loading, sort, onSort, actions, actionsWidth = 120, linked = true, empty } = props;
  const { chosen = [] } = props;
  const narrow = useNarrow();
  const { dicts } = useCatalog();
  const ticking = useTicks(props);
  const [watch, room] = useWidth();
  const [dragged, setDragged] = useState<Record<string, number>>({});
  // Each time anew, also for the same row.
  const [moving, setMoving] = useState<{ id: string; time: number }>();
  const move = (id: string) => setMoving({ id, time: (moving?.time ?? 0) + 1 });
  const back = (left: boolean) => {
    document.querySelector<HTMLElement>(`[data-row="${moving?.id}"]`)?.focus();
    // A menu takes the focus some frames after it opened: one that is left before that must be gone by then.
    if (left) setMoving(undefined);
  };
  const opener = linked ? linkKey(entity, columns) : undefined;
  if (narrow) return <RecordCards {...props} opener={opener} />;
  const sortKey = sort?.replace('-', '').split(',')[0];
  const order = sort?.startsWith('-') ? ('descend' as const) : ('ascend' as const);
  const sorts = (field: Field) => onSort !== undefined && field.sortable;
  const needed = columns.map((field) =>
    columnWidth(entity, field, sorts(field), field.dict !== null && dicts[field.dict]?.tree === true),
  );
  const ticks = props.onChoose ? TICK_WIDTH : 0;
  const fit = fitted(needed, room - ticks - (actions ? actionsWidth : 0));
  const widths = columns.map(({ key }, index) => dragged[key] ?? props.widths?.[key] ?? fit[index] ?? 0);
  const resized = (key: string) => (px: number | null, done: boolean) => {
    const { [key]: _before, ...others } = dragged;
    setDragged(done || px === null ? others : { ...others, [key]: px });
    if (done) props.onWidth?.(key, px);
  };
  const shown: TableProps<Rec>['columns'] = columns.map((field, index) => ({
    key: field.key,
    title: field.label,
    width: widths[index],
    align: kitOf(field.type).align,
    ellipsis: true,
    fixed: index === 0 ? ('left' as const) : undefined,
    sorter: sorts(field),
    sortOrder: field.key === sortKey ? order : null,
    onHeaderCell: () =>
      props.onWidth
        ? ({ resize: { label: field.label, width: widths[index] ?? 0, onWidth: resized(field.key) } } as object)
        : {},
    render: (_value: unknown, record: Rec) => (
      <Cell
        field={field}
        record={record}
        entity={entity}
        linked={field.key === opener}
        onOpen={props.onOpen}
        editable={props.editable}
        menu={
          field.key === opener &&
          moving?.id === record.id && <RowState key={moving.time} entity={entity} id={record.id} onClose={back} />
        }
      />
    ),
  }));
  if (actions) {
    shown.push({
      key: ' actions',
      title: props.actionsLabel,
      width: actionsWidth,
      fixed: 'right',
      render: (_value, record) => actions(record),
    });
  }
  // What stays in sight at the sides covers nothing that has the focus.
  const edges = {
    '--ks-start': `${ticks + (widths[0] ?? 0)}px`,
    '--ks-end': `${actions ? actionsWidth : 0}px`,
  } as CSSProperties;
  const width = widths.reduce((total, next) => total + next, ticks + (actions ? actionsWidth : 0));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the links inside
    <div
      ref={watch}
      className={styles.table}
      style={edges}
      onKeyDown={(event) => rowKeys(event, entity.states && move)}
    >
      <Table<Rec>
        rowKey="id"
        size={props.density ?? 'middle'}
        components={PARTS}
        columns={shown}
        dataSource={items}
        loading={{ spinning: loading && items.length > 0, delay: 300 }}
        pagination={false}
        rowSelection={ticking}
        scroll={{ x: width }}
        sticky={props.sticky ? { offsetHeader: 52, offsetScroll: chosen.length > 0 ? FOOT_HEIGHT : 0 } : undefined}
        showSorterTooltip={false}
        locale={{ emptyText: loading ? <Loading rows={8} /> : empty }}
        onChange={(_pages, _filters, sorter) => {
          const { columnKey, order: next } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter;
          onSort?.(next ? `${next === 'descend' ? '-' : ''}${String(columnKey)}` : entity.list.sort);
        }}
      />
    </div>
  );
}, sameProps);
