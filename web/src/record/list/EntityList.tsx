import {
  DeleteOutlined,
  EditOutlined,
  ExportOutlined,
  ImportOutlined,
  PlusOutlined,
  ReloadOutlined,
} from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Tag as AntTag, Button, Input, Pagination, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf, titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
import { countOf } from '@/design/numbers';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useNarrow } from '@/design/useNarrow';
import { ExportDialog } from '../export/ExportDialog';
import { useList, useRemove } from '../hooks';
import { ChoiceBar, useChoice } from './ChoiceBar';
import { ColumnSettings } from './ColumnSettings';
import styles from './EntityList.module.css';
import { FilterBar } from './FilterBar';
import { RecordTable } from './RecordTable';
import { paramsOf, SIZES, useListState } from './state';

function QuickSearch({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <Input.Search
      className={styles.search}
      aria-label={t('list.search')}
      placeholder={t('list.search_hint')}
      allowClear
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => onChange(text.trim())}
    />
  );
}

function useRowActions(entity: Entity) {
  const { t } = useTranslation();
  const remove = useRemove(entity.name);
  if (!entity.can.update && !entity.can.delete) return undefined;
  return (record: Rec) => {
    const title = titleOf(entity, record);
    return (
      <span className={styles.rowActions}>
        {entity.can.update && (
          <Tooltip title={t('common.edit')}>
            <Link
              className={styles.icon}
              to="/$entity/$id/edit"
              params={{ entity: entity.name, id: record.id }}
              aria-label={t('list.edit_one', { title })}
            >
              <EditOutlined />
            </Link>
          </Tooltip>
        )}
        {entity.can.delete && (
          <Tooltip title={t('common.delete')}>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('list.delete_one', { title })}
              onClick={() => void remove(record)}
            />
          </Tooltip>
        )}
      </span>
    );
  };
}

function NewButton({ entity, short }: { entity: Entity; short?: boolean }) {
  const { t } = useTranslation();
  const label = t('list.new', { label: entity.label });
  return (
    <LinkButton primary icon={<PlusOutlined />} to="/$entity/new" params={{ entity: entity.name }} aria-label={label}>
      {short ? t('nav.new') : label}
    </LinkButton>
  );
}

/** The list page of any entity. */
export function EntityList({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const { state, setQ, setSort, setPage, setColumns, setFilters, clearWhere, clear } = useListState(entity);
  const keys = state.columns ?? entity.list.columns;
  const columns = fieldsOf(entity, keys);
  const params = paramsOf(entity, state, keys);
  const list = useList(entity.name, params);
  const [ticked, choose] = useChoice(state);
  const chosen = narrow ? [] : ticked;
  const [exporting, setExporting] = useState(false);
  const rowActions = useRowActions(entity);
  const { count, items = [] } = list.data ?? {};
  const narrowed = state.q !== '' || state.where !== undefined || Object.keys(state.filters).length > 0;
  const shownCount = countOf(list.data) ?? '';
  const empty = narrowed ? (
    <Empty text={t('list.nothing_matches')} action={<Button onClick={clear}>{t('list.clear_filters')}</Button>} />
  ) : (
    <Empty text={entity.empty} action={entity.can.create && <NewButton entity={entity} />} />
  );
  return (
    <>
      <PageHead
        title={entity.label}
        tab={[entity.label]}
        beside={count !== undefined && <span className={styles.count}>{t('list.count', { shown: shownCount })}</span>}
        actions={
          <>
            <QuickSearch value={state.q} onChange={setQ} />
            <Tooltip title={t('list.refresh')}>
              <Button
                icon={<ReloadOutlined />}
                aria-label={t('list.refresh')}
                loading={list.isFetching && { delay: 200 }}
                onClick={() => void list.refetch()}
              />
            </Tooltip>
            {!narrow && (
              <ColumnSettings entity={entity} columns={columns.map((field) => field.key)} onChange={setColumns} />
            )}
            {entity.can.import && !narrow && (
              <LinkButton icon={<ImportOutlined />} to="/import" search={{ entity: entity.name }}>
                {t('list.import')}
              </LinkButton>
            )}
            {entity.can.export && (
              <Button
                icon={<ExportOutlined />}
                aria-label={t('list.export')}
                disabled={count === 0}
                onClick={() => setExporting(true)}
              >
                {!narrow && t('list.export')}
              </Button>
            )}
            {entity.can.create && <NewButton entity={entity} short={narrow} />}
          </>
        }
      />
      <Panel flush>
        <FilterBar entity={entity} filters={state.filters} onChange={setFilters} />
        {state.where && (
          <div className={styles.where}>
            <AntTag closable={{ 'aria-label': t('list.clear_where') }} onClose={clearWhere}>
              {t('list.where', { why: state.where.why })}
            </AntTag>
          </div>
        )}
        {list.isError ? (
          <ProblemView error={list.error} retry={() => void list.refetch()} />
        ) : (
          <RecordTable
            entity={entity}
            columns={columns}
            items={items}
            loading={list.isFetching}
            sort={state.sort}
            onSort={setSort}
            actions={rowActions}
            actionsWidth={80}
            actionsLabel={t('common.actions')}
            chosen={chosen}
            onChoose={entity.can.export ? choose : undefined}
            empty={empty}
            sticky
          />
        )}
        {count !== undefined && count > 0 && (
          <div className={`${styles.pages} ${chosen.length > 0 ? styles.held : ''}`}>
            {chosen.length > 0 && (
              <ChoiceBar count={chosen.length} onExport={() => setExporting(true)} onClear={() => choose([])} />
            )}
            <Pagination
              current={state.page}
              pageSize={state.size}
              total={count}
              simple={narrow}
              showSizeChanger={!narrow}
              pageSizeOptions={SIZES}
              showTotal={narrow ? undefined : (_total, [from, to]) => t('list.range', { from, to, total: shownCount })}
              onChange={setPage}
            />
          </div>
        )}
      </Panel>
      <ExportDialog
        entity={entity}
        open={exporting}
        onClose={() => setExporting(false)}
        found={shownCount}
        narrowed={narrowed}
        params={params}
        columns={columns}
        chosen={chosen}
      />
    </>
  );
}
