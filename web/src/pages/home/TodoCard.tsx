import { CheckOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldList, fieldOf, fieldsOf, titleOf, useEntity } from '@/api/catalog';
import type { CardRows, HomeCard } from '@/api/home';
import type { Entity, Rec } from '@/api/types';
import { momentOf, onClock } from '@/design/dates';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { countOf, group } from '@/design/numbers';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { all } from '@/fields/feel';
import { useList, useRefresh } from '@/record/hooks';
import { NewButton } from '@/record/list/NewButton';
import { Held } from './Held';
import styles from './home.module.css';
import { Reschedule } from './Reschedule';
import { Row } from './Row';
import { openRows } from './RowsCard';

function DoneButton({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const states = entity.states;
  const won = states?.won[0];
  const put = useMutation({
    mutationFn: ({ version, state }: { version: number; state: string }) =>
      records.update(entity.name, record.id, version, { [states?.field ?? '']: state }),
    onSuccess: (saved, { state }) => {
      void refresh();
      if (state !== won || !states) return;
      const back = () => put.mutate({ version: saved.version, state: states.start });
      notify.done(t('home.done', { title: titleOf(entity, record) }), { run: back });
    },
    onError: notify.problem,
  });
  if (!won || !entity.can.update) return null;
  const label = t('home.finish', { title: titleOf(entity, record) });
  return (
    <Tooltip title={t('home.finish_short')}>
      <Button
        className={styles.done}
        shape="circle"
        size="small"
        icon={<CheckOutlined />}
        aria-label={label}
        loading={put.isPending}
        onClick={() => put.mutate({ version: record.version, state: won })}
      />
    </Tooltip>
  );
}

/** The days that count as soon. */
const SOON = 7;

/** Late, today, soon: each a condition of its own, so that its number opens its rows. */
function useGroups(when: string) {
  const { t } = useTranslation();
  const dayOn = (days: number) => `date and time("${momentOf(onClock().add(days, 'day').format('YYYY-MM-DD 00:00'))}")`;
  return [
    { key: 'late', label: t('home.late'), filter: `${when} < now()` },
    { key: 'today', label: t('home.today'), filter: `${when} >= now() and ${when} < ${dayOn(1)}` },
    {
      key: 'soon',
      label: t('home.soon', { days: SOON }),
      filter: `${when} >= ${dayOn(1)} and ${when} < ${dayOn(SOON + 1)}`,
    },
  ];
}

type Todo = HomeCard & CardRows & { when: string };

interface Props {
  card: Todo;
  /** What is offered when nothing waits. */
  otherwise?: HomeCard;
}

/** What waits for the person, the late ones first; each can be done, written about and put off on the spot. */
export function TodoCard({ card, otherwise }: Props) {
  const entity = useEntity(card.entity);
  return entity && fieldOf(entity, card.when) ? <Waiting card={card} entity={entity} otherwise={otherwise} /> : null;
}

function Waiting({ card, entity, otherwise }: Props & { entity: Entity }) {
  const { t } = useTranslation();
  const groups = useGroups(card.when);
  const columns = fieldsOf(entity, card.columns);
  const fields = fieldList(entity, [entity.title, entity.number ?? entity.title, 'about', ...card.columns, card.when]);
  const paramsOf = (filter: string) => ({
    filter: all([card.filter && `(${card.filter})`, filter]),
    sort: card.when,
    limit: card.limit,
    count: 'capped' as const,
    fields,
  });
  const [late, today, soon] = groups.map((group) => paramsOf(group.filter)) as [object, object, object];
  const found = [useList(entity.name, late), useList(entity.name, today), useList(entity.name, soon)];
  const settled = found.every(({ data }) => data);
  const total = found.reduce((sum, { data }) => sum + (data?.count ?? 0), 0);
  const failed = found.find(({ isError }) => isError);
  return (
    <Panel
      flush
      tour="todo"
      title={
        <>
          {card.label}
          {settled && <span className={styles.count}>{group(String(total))}</span>}
        </>
      }
      extra={
        <Link to="/$entity" params={{ entity: entity.name }} search={openRows(card.filter, card.label, card.when)}>
          {t('home.all')}
        </Link>
      }
    >
      <Held name={card.card} pending={!settled && !failed} guess={640}>
        {!settled && !failed && <Loading rows={6} />}
        {failed && (
          <ProblemView error={failed.error} retry={() => void Promise.all(found.map((one) => one.refetch()))} />
        )}
        {settled && total === 0 && (
          <Empty
            text={t('home.clear')}
            action={<Otherwise card={otherwise}>{entity.can.create && <NewButton entity={entity} />}</Otherwise>}
          />
        )}
        {settled &&
          groups.map(({ key, label, filter }, place) => {
            const data = found[place]?.data;
            if (!data || data.items.length === 0) return null;
            const whole = paramsOf(filter).filter ?? null;
            return (
              <section key={key} className={styles.group}>
                <h3 className={key === 'late' ? styles.late : undefined}>
                  <Link
                    className={styles.title}
                    to="/$entity"
                    params={{ entity: entity.name }}
                    search={openRows(whole, label, card.when)}
                  >
                    {label} {countOf(data)}
                  </Link>
                </h3>
                <ul className={styles.list}>
                  {data.items.map((record) => (
                    <Row
                      key={record.id}
                      entity={entity}
                      record={record}
                      fields={columns}
                      late={key === 'late' ? card.when : undefined}
                      lead={<DoneButton entity={entity} record={record} />}
                      actions={<Reschedule entity={entity} record={record} when={card.when} />}
                    />
                  ))}
                </ul>
              </section>
            );
          })}
      </Held>
    </Panel>
  );
}

/** The list that a free hour is for; where there is nothing in it, the children. */
function Otherwise({ card, children }: { card: HomeCard | undefined; children: React.ReactNode }) {
  const rows = card?.kind === 'list' ? card : undefined;
  const entity = useEntity(rows?.entity ?? '');
  const params = { filter: rows?.filter ?? undefined, limit: 1, count: 'capped' as const, fields: entity?.title };
  const { data } = useList(rows?.entity ?? '', params, entity !== undefined);
  if (!rows || !entity || !data?.count) return children;
  return (
    <Link to="/$entity" params={{ entity: entity.name }} search={openRows(rows.filter, rows.label, rows.sort)}>
      {rows.label} ({countOf(data)})
    </Link>
  );
}
