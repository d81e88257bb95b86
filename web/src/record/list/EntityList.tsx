import { Tag as AntTag, Button, Pagination } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { countOf } from '@/design/numbers';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useNarrow } from '@/design/useNarrow';
import { ExportDialog } from '../export/ExportDialog';
import { FilterDialog } from '../filter/FilterDialog';
import { useList } from '../hooks';
import { ChoiceBar, canChoose } from './ChoiceBar';
import { ColumnSettings } from './ColumnSettings';
import styles from './EntityList.module.css';
import { FilterBar } from './FilterBar';
import { ListBody } from './ListBody';
import { ListHead } from './ListHead';
import { ModeSwitch } from './ModeSwitch';
import { useLayout } from './modes';
import { NewButton } from './NewButton';
import { paramsOf, SIZES, useListState } from './state';
import { chosenOf, NOTHING, useChoice } from './useChoice';
import { ViewTabs } from './ViewTabs';
import { useView, useViews, type View } from './views';

/** The list page of any entity. */
export function EntityList({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  const { warn } = useNotify();
  const { views, isPending } = useViews(entity);
  const { view, first, lost } = useView(views);
  const gone = lost && !isPending;
  useEffect(() => {
    if (gone) warn(t('view.lost'), []);
  }, [gone, warn, t]);
  if (isPending)
    return (
      <Panel flush>
        <Loading rows={10} />
      </Panel>
    );
  return <ViewedList entity={entity} views={views} view={view} bare={first === undefined} />;
}

interface Props {
  entity: Entity;
  views: View[];
  view: View;
  /** An address that says nothing means all. */
  bare: boolean;
}

function ViewedList({ entity, views, view, bare }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const list = useListState(entity, view, bare);
  const { state } = list;
  const { layouts, layout, field } = useLayout(entity, state.mode, state.by);
  const paged = layout.mode === 'table' || layout.mode === 'gallery';
  const keys = state.columns ?? entity.list.columns;
  const columns = fieldsOf(entity, keys);
  const drawn = layout.mode === 'gallery' && field ? [...entity.card, field.key] : keys;
  const params = paramsOf(entity, state, drawn);
  const found = useList(entity.name, params);
  const [ticked, choose] = useChoice(state);
  const [advanced, setAdvanced] = useState(false);
  const [exporting, setExporting] = useState(false);
  const { count, items = [] } = found.data ?? {};
  const choice = narrow || layout.mode !== 'table' ? NOTHING : ticked;
  const chosen = choice.all ? items.map(({ id }) => id) : choice.ids;
  // The tick shows at once; the bar of what can be done with it comes right behind.
  const told = useDeferredValue(choice);
  const picked = told.all || told.ids.length > 0;
  const narrowed = state.q !== '' || state.where !== undefined || Object.keys(state.filters).length > 0;
  const shownCount = countOf(found.data) ?? '';
  const modes = <ModeSwitch layouts={layouts} layout={layout} field={field} onChange={list.setMode} />;
  const empty = narrowed ? (
    <Empty text={t('list.nothing_matches')} action={<Button onClick={list.clear}>{t('list.clear_filters')}</Button>} />
  ) : (
    <Empty text={entity.empty} action={entity.can.create && <NewButton entity={entity} />} />
  );
  return (
    <>
      <ListHead
        entity={entity}
        count={count}
        shown={shownCount}
        q={state.q}
        onQ={list.setQ}
        busy={found.isFetching}
        onRefresh={() => void found.refetch()}
        onExport={() => setExporting(true)}
        settings={
          !narrow &&
          layout.mode === 'table' && (
            <ColumnSettings
              entity={entity}
              columns={columns.map((field) => field.key)}
              density={state.density}
              onChange={list.setColumns}
              onDensity={list.setDensity}
            />
          )
        }
      />
      <Panel flush>
        <ViewTabs
          entity={entity}
          views={views}
          view={view}
          definition={list.definition}
          changed={list.changed}
          onOpen={list.open}
          extra={!narrow && modes}
        />
        {narrow && layouts.length > 1 && <div className={styles.modes}>{modes}</div>}
        <FilterBar
          entity={entity}
          filters={state.filters}
          onChange={list.setFilters}
          onAdvanced={() => setAdvanced(true)}
        />
        {state.where && (
          <div className={styles.where}>
            <AntTag closable={{ 'aria-label': t('list.clear_where') }} onClose={() => list.setWhere(undefined)}>
              {t('list.where', { why: state.where.why ?? state.where.filter })}
            </AntTag>
            <Button type="link" size="small" onClick={() => setAdvanced(true)}>
              {t('common.edit')}
            </Button>
          </div>
        )}
        {found.isError ? (
          <ProblemView error={found.error} retry={() => void found.refetch()} />
        ) : (
          <ListBody
            entity={entity}
            layout={layout.mode}
            field={field}
            list={list}
            params={params}
            columns={columns}
            items={items}
            count={count ?? 0}
            loading={found.isFetching}
            narrowed={narrowed}
            chosen={chosen}
            onChoose={canChoose(entity) ? (ids) => choose({ ids, all: false }) : undefined}
            empty={empty}
          />
        )}
        {count !== undefined && count > 0 && paged && (
          <div className={`${styles.pages} ${picked ? styles.held : ''}`}>
            {picked && (
              <ChoiceBar
                entity={entity}
                choice={told}
                chosen={chosenOf(entity.name, told, params)}
                found={count}
                shown={shownCount}
                onChoose={choose}
                onExport={() => setExporting(true)}
              />
            )}
            <Pagination
              current={state.page}
              pageSize={state.size}
              total={count}
              simple={narrow}
              showSizeChanger={!narrow && !picked}
              showQuickJumper={!narrow && !picked && count > 5 * state.size}
              pageSizeOptions={SIZES}
              showTotal={
                narrow || picked ? undefined : (_total, [from, to]) => t('list.range', { from, to, total: shownCount })
              }
              onChange={list.setPage}
            />
          </div>
        )}
      </Panel>
      {advanced && (
        <FilterDialog
          entity={entity}
          feel={state.where?.filter ?? ''}
          tree={state.where?.tree}
          onCancel={() => setAdvanced(false)}
          onApply={(feel, tree) => {
            list.setWhere(feel, tree);
            setAdvanced(false);
          }}
        />
      )}
      <ExportDialog
        entity={entity}
        open={exporting}
        onClose={() => setExporting(false)}
        found={shownCount}
        narrowed={narrowed}
        params={params}
        columns={columns}
        chosen={choice.ids}
      />
    </>
  );
}
