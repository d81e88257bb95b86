import { Empty as AntEmpty, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListParams } from '@/api/calls';
import { useDict } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { Loading } from '@/design/Loading';
import { countOf } from '@/design/numbers';
import { ProblemView } from '@/design/ProblemView';
import { Tag } from '@/design/Tag';
import { text } from '@/fields/kit';
import { RecordFormDrawer } from '../form/RecordFormDrawer';
import { PeekDrawer } from '../list/PeekDrawer';
import { BoardCard } from './BoardCard';
import styles from './board.module.css';
import { type Column, columnsOf, STEP, useColumns } from './columns';
import { mayMove, useMove } from './moves';

/** As many as one question answers. */
const MOST = 200;

interface Props {
  entity: Entity;
  /** Whose values the columns are. */
  field: Field;
  params: ListParams;
  peeked: string | undefined;
  onOpen: ((id: string | undefined) => void) | undefined;
  /** In the place of columns without a single card. */
  empty: React.ReactNode;
}

/** The cards of a list in columns, one for each value of a field. */
export function Board({ entity, field, params, peeked, onOpen, empty }: Props) {
  const { t } = useTranslation();
  const dict = useDict(field.dict);
  const columns = columnsOf(entity, field, dict, t('board.none'));
  const [limits, setLimits] = useState<Record<string, number>>({});
  const found = useColumns(entity, field, columns, params, limits);
  const [carried, setCarried] = useState<Rec | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const labelOf = (code: string) => columns.find((column) => column.code === code)?.label ?? (code || t('board.none'));
  const { move, asked, answered } = useMove(entity, field, labelOf);
  // The focus goes with the card.
  const moved = useRef<{ id: string; to: string }>(null);
  const carry = (record: Rec, to: string) => {
    moved.current = { id: record.id, to };
    move(record, to);
  };
  useEffect(() => {
    const card = moved.current && document.querySelector<HTMLElement>(`[data-row="${moved.current.id}"]`);
    if (!card || card.closest('section')?.dataset.code !== moved.current?.to) return;
    card.focus();
    moved.current = null;
  });
  const waysOf = (record: Rec): Column[] =>
    columns.filter(({ code }) => mayMove(entity, field, text(record[field.key]) ?? '', code));
  const failed = found.find((query) => query.isError);
  if (failed) return <ProblemView error={failed.error} retry={() => void failed.refetch()} />;
  if (found.every(({ data }) => data?.items.length === 0)) return empty;
  return (
    <div className={styles.board} data-board>
      {columns.map((column, place) => {
        const query = found[place];
        const items = query?.data?.items ?? [];
        const open = carried !== null && mayMove(entity, field, text(carried[field.key]) ?? '', column.code);
        const shut = carried !== null && !open && text(carried[field.key]) !== column.code;
        return (
          <section
            key={column.code}
            aria-label={column.label}
            data-code={column.code}
            className={[styles.column, open && over === column.code && styles.over, shut && styles.shut]
              .filter(Boolean)
              .join(' ')}
            onDragOver={(event) => {
              if (!carried) return;
              event.preventDefault();
              setOver(column.code);
            }}
            onDragLeave={() => setOver(null)}
            onDrop={(event) => {
              event.preventDefault();
              if (carried) carry(carried, column.code);
              setCarried(null);
              setOver(null);
            }}
          >
            <header>
              {column.code ? <Tag color={column.color}>{column.label}</Tag> : <span>{column.label}</span>}
              <span className="ks-muted">{countOf(query?.data)}</span>
            </header>
            <ul>
              {items.map((record) => (
                <BoardCard
                  key={record.id}
                  entity={entity}
                  field={field}
                  record={record}
                  ways={waysOf(record)}
                  onMove={(to) => carry(record, to)}
                  onStep={(by) => {
                    const to = columns[place + by];
                    if (to) carry(record, to.code);
                  }}
                  onOpen={onOpen}
                  onDrag={(dragging) => setCarried(dragging ? record : null)}
                />
              ))}
            </ul>
            {query?.isPending && <Loading rows={3} />}
            {query?.data && items.length === 0 && (
              <AntEmpty image={AntEmpty.PRESENTED_IMAGE_SIMPLE} description={t('board.empty')} />
            )}
            {query?.data?.next_cursor && items.length < MOST && (
              <Button
                type="link"
                block
                loading={query.isFetching}
                onClick={() => setLimits({ ...limits, [column.code]: Math.min(MOST, items.length + STEP) })}
              >
                {t('common.load_more')}
              </Button>
            )}
          </section>
        );
      })}
      {onOpen && (
        <PeekDrawer
          entity={entity}
          items={found.flatMap((query) => query.data?.items ?? [])}
          id={peeked}
          onOpen={onOpen}
        />
      )}
      {asked && (
        <RecordFormDrawer
          entity={entity}
          record={asked.record}
          title={t('page.move_needs', { state: labelOf(text(asked.record[field.key]) ?? '') })}
          groups={[{ label: null, collapsed: false, rows: asked.keys.map((name) => [name]) }]}
          onClose={answered}
        />
      )}
    </div>
  );
}
