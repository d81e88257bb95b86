import { useTranslation } from 'react-i18next';
import { notePrint } from '@/api/calls';
import { fieldsOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { paramsOf, useListState } from '../list/state';
import { useView, useViews, type View } from '../list/views';
import { Paper } from './Paper';
import { PrintTable } from './PrintTable';
import styles from './print.module.css';
import { MOST, useRows } from './useRows';

/** From so many columns on the paper lies on its side. */
const WIDE = 7;

/** A list on paper, as the address has it. */
export function ListPrint({ entity }: { entity: Entity }) {
  const { views, isPending } = useViews(entity);
  const { view, first } = useView(views);
  return isPending ? <Loading rows={10} /> : <Sheet entity={entity} view={view} bare={first === undefined} />;
}

function Sheet({ entity, view, bare }: { entity: Entity; view: View; bare: boolean }) {
  const { t } = useTranslation();
  const { state } = useListState(entity, view, bare);
  const columns = fieldsOf(entity, state.columns ?? entity.list.columns);
  const { filter, q, sort } = paramsOf(entity, state, []);
  const rows = useRows(entity, { filter, q, sort }, columns);
  const items = rows.data?.items ?? [];
  const title = view.saved ? `${entity.label} · ${view.name}` : entity.label;
  const note = () =>
    notePrint({ entity: entity.name, filter, q, sort, fields: columns.map(({ key }) => key), rows: items.length });
  return (
    <Paper
      title={title}
      crumbs={[{ label: entity.label, to: `/${entity.name}` }]}
      wide={columns.length >= WIDE}
      ready={rows.isSuccess}
      note={note}
    >
      <header className={styles.head}>
        <h1>{title}</h1>
        {rows.data && <span>{t('list.count', { shown: rows.data.more ? `${MOST}+` : String(items.length) })}</span>}
        {state.where?.why && <span>{t('list.where', { why: state.where.why })}</span>}
      </header>
      {rows.isPending && <Loading rows={10} />}
      {rows.isError && <ProblemView error={rows.error} retry={() => void rows.refetch()} />}
      {rows.data && items.length === 0 && <Empty text={t('list.nothing_matches')} />}
      {items.length > 0 && <PrintTable columns={columns} items={items} />}
      {rows.data?.more && <p>{t('print.cut', { most: MOST })}</p>}
    </Paper>
  );
}
