import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListParams } from '@/api/calls';
import type { Entity, Field, Rec } from '@/api/types';
import { today } from '@/design/dates';
import { Loading } from '@/design/Loading';
import { useSteady } from '@/design/steady';
import { useNarrow } from '@/design/useNarrow';
import type { Mode } from './modes';
import { PeekDrawer } from './PeekDrawer';
import { RecordTable } from './RecordTable';
import type { useListState } from './state';
import { useRowActions } from './useRowActions';

// The table is what most look at: the others come when somebody first wants them.
const Board = lazy(async () => ({ default: (await import('../board/Board')).Board }));
const Calendar = lazy(async () => ({ default: (await import('../calendar/Calendar')).Calendar }));
const Gallery = lazy(async () => ({ default: (await import('../gallery/Gallery')).Gallery }));
const Tree = lazy(async () => ({ default: (await import('../tree/Tree')).Tree }));

interface Props {
  entity: Entity;
  layout: Mode;
  /** What the layout goes by. */
  field: Field | undefined;
  list: ReturnType<typeof useListState>;
  params: ListParams;
  columns: Field[];
  /** The rows of the page, and how many there are on all pages. */
  items: Rec[];
  count: number;
  loading: boolean;
  narrowed: boolean;
  chosen: string[];
  onChoose?: (ids: string[]) => void;
  empty: React.ReactNode;
}

/** The records, laid out as one wants to see them. */
export function ListBody(props: Props) {
  const { entity, layout, field, list, params, columns, items, count, loading, narrowed, chosen, onChoose, empty } =
    props;
  const { state, peeked } = list;
  const { t } = useTranslation();
  const rowActions = useRowActions(entity);
  // A phone has no room beside the list.
  const peek = useSteady((id: string | undefined) => list.go({ open: id }));
  const onOpen = useNarrow() ? undefined : peek;
  const sort = useSteady(list.setSort);
  const resize = useSteady(list.setWidth);
  const tick = useSteady((ids: string[]) => onChoose?.(ids));
  const pages = {
    at: state.page,
    last: Math.ceil(count / state.size),
    turn: (page: number) => list.setPage(page, state.size),
  };
  const shared = { entity, params, peeked, onOpen };
  if (!field) {
    return (
      <>
        <RecordTable
          entity={entity}
          columns={columns}
          items={items}
          loading={loading}
          sort={state.sort}
          onSort={sort}
          actions={rowActions}
          actionsWidth={112}
          actionsLabel={t('common.actions')}
          chosen={chosen}
          onChoose={onChoose && tick}
          onOpen={onOpen}
          editable
          density={state.density}
          widths={state.widths}
          onWidth={resize}
          empty={items.length === 0 && empty}
          sticky
        />
        {onOpen && <PeekDrawer entity={entity} items={items} id={peeked} onOpen={onOpen} pages={pages} />}
      </>
    );
  }
  return (
    <Suspense fallback={<Loading rows={8} />}>
      {layout === 'board' && <Board {...shared} key={field.key} field={field} empty={empty} />}
      {layout === 'calendar' && (
        <Calendar
          {...shared}
          field={field}
          narrowed={narrowed}
          empty={empty}
          at={state.at ?? today()}
          span={state.span}
          onPlace={list.setDay}
        />
      )}
      {layout === 'tree' && <Tree {...shared} field={field} narrowed={narrowed} empty={empty} />}
      {layout === 'gallery' && <Gallery {...shared} field={field} items={items} loading={loading} empty={empty} />}
      {onOpen && (layout === 'tree' || layout === 'gallery') && (
        <PeekDrawer
          entity={entity}
          items={items}
          id={peeked}
          onOpen={onOpen}
          pages={layout === 'gallery' ? pages : undefined}
        />
      )}
    </Suspense>
  );
}
