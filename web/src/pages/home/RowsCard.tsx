import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fieldList, fieldOf, fieldsOf, useEntity } from '@/api/catalog';
import type { CardRows, HomeCard } from '@/api/home';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { countOf } from '@/design/numbers';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useList } from '@/record/hooks';
import { NewButton } from '@/record/list/NewButton';
import { Held } from './Held';
import styles from './home.module.css';
import { Row } from './Row';

/** How high a row with its facts is, px. */
const ROW = 57;

type Props = { card: HomeCard & CardRows };

/** What opens exactly the rows of a card or a figure. */
export function openRows(filter: string | null, why: string, sort?: string): Record<string, string> {
  return { ...(filter && { where: filter, why }), ...(sort && { sort }) };
}

/** To all records of an entity. */
export function ToList({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  return (
    <LinkButton to="/$entity" params={{ entity: entity.name }}>
      {t('home.open_list', { label: entity.label })}
    </LinkButton>
  );
}

/** The first rows of a list; the title leads to all of them. */
export function RowsCard({ card }: Props) {
  const { t } = useTranslation();
  const entity = useEntity(card.entity);
  // A field that this person may not read gives no order either.
  const ordered = card.sort.split(',').every((key) => fieldOf(entity, key.replace('-', '')));
  const sort = ordered ? card.sort : entity?.list.sort;
  const list = useList(
    card.entity,
    {
      filter: card.filter ?? undefined,
      sort,
      limit: card.limit,
      count: 'capped',
      fields: entity && fieldList(entity, [entity.title, entity.number ?? entity.title, 'about', ...card.columns]),
    },
    entity !== undefined,
  );
  if (!entity) return null;
  const { items = [] } = list.data ?? {};
  const count = countOf(list.data);
  return (
    <Panel
      flush
      title={
        <>
          {card.label}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </>
      }
      extra={
        <Link to="/$entity" params={{ entity: entity.name }} search={openRows(card.filter, card.label, sort)}>
          {t('home.all')}
        </Link>
      }
    >
      <Held name={card.card} pending={list.isPending} guess={ROW * card.limit}>
        {list.isPending && <Loading rows={4} />}
        {list.isError && <ProblemView error={list.error} retry={() => void list.refetch()} />}
        {list.data && items.length === 0 && (
          <Empty
            text={card.filter ? t('home.none', { label: card.label }) : entity.empty}
            action={card.filter || !entity.can.create ? <ToList entity={entity} /> : <NewButton entity={entity} />}
          />
        )}
        <ul className={styles.list}>
          {items.map((record) => (
            <Row key={record.id} entity={entity} record={record} fields={fieldsOf(entity, card.columns)} />
          ))}
        </ul>
      </Held>
    </Panel>
  );
}
