import { Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notePrint } from '@/api/calls';
import { fieldsOf, titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import { RecordCell } from '@/record/RecordCell';
import { useRecord } from '../hooks';
import { useFactGroups } from '../page/Facts';
import { anyOf, type Related, useRelated } from '../page/useRelated';
import { Paper } from './Paper';
import { PrintTable } from './PrintTable';
import styles from './print.module.css';
import { TimelinePrint } from './TimelinePrint';
import { MOST, useRows } from './useRows';

/** Facts in groups, only what is filled. */
function FactsPrint({ entity, record }: { entity: Entity; record: Rec }) {
  const groups = useFactGroups(entity)
    .map((group) => ({ ...group, fields: group.fields.filter((field) => !isEmpty(record[field.key])) }))
    .filter((group) => group.fields.length > 0);
  return groups.map((group) => (
    <section key={group.label} className={styles.group}>
      <h2>{group.label}</h2>
      <dl className={styles.facts}>
        {group.fields.map((field) => (
          <div key={field.key}>
            <dt>{field.label}</dt>
            <dd>
              <FieldDisplay
                field={field}
                value={record[field.key]}
                record={record}
                titles={record.titles ?? {}}
                place="fact"
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

function RelatedPrint({ list, onReady }: { list: Related; onReady: (key: string) => void }) {
  const { t } = useTranslation();
  const { entity, ways } = list;
  const only = ways.length === 1 ? ways[0].field.key : undefined;
  const columns = fieldsOf(entity, entity.list.columns).filter(({ key }) => key !== only);
  const rows = useRows(entity, { filter: anyOf(ways), sort: entity.list.sort }, columns, () => onReady(entity.name));
  if (rows.isPending) return <Loading rows={3} />;
  if (rows.isError) return <ProblemView error={rows.error} retry={() => void rows.refetch()} />;
  if (rows.data.items.length === 0) return null;
  return (
    <section className={styles.list}>
      <h2>
        {list.label} <span className={styles.count}>{list.count}</span>
      </h2>
      <PrintTable columns={columns} items={rows.data.items} />
      {rows.data.more && <p>{t('print.cut', { most: MOST })}</p>}
    </section>
  );
}

const TIMELINE = 'timeline';

/** A record on paper: who it is, the lists that are wanted, and what happened. */
export function RecordPrint({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const query = useRecord(entity.name, id);
  const related = useRelated(entity, id).filter(({ count }) => count !== undefined && count !== '0');
  const [left, setLeft] = useState<string[]>([]);
  const [there, setThere] = useState<string[]>([]);
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading rows={10} />;
  const record = query.data;
  const title = titleOf(entity, record);
  const choices = [
    ...related.map((list) => ({ key: list.entity.name, label: list.label })),
    { key: TIMELINE, label: t('page.timeline') },
  ];
  const wanted = choices.filter(({ key }) => !left.includes(key)).map(({ key }) => key);
  const onReady = (key: string) => setThere((known) => (known.includes(key) ? known : [...known, key]));
  const number = entity.number ? record[entity.number] : undefined;
  return (
    <Paper
      title={title}
      crumbs={[
        { label: entity.label, to: `/${entity.name}` },
        { label: title, to: `/${entity.name}/${id}` },
      ]}
      ready={wanted.every((key) => there.includes(key))}
      note={() => notePrint({ entity: entity.name, id, fields: wanted })}
      settings={choices.map(({ key, label }) => (
        <Checkbox
          key={key}
          checked={!left.includes(key)}
          onChange={({ target }) => setLeft(target.checked ? left.filter((one) => one !== key) : [...left, key])}
        >
          {label}
        </Checkbox>
      ))}
    >
      <header className={styles.head}>
        <h1>{title}</h1>
        <span>
          {[entity.label, typeof number === 'string' && number !== title && number].filter(Boolean).join(' ')}
        </span>
        {fieldsOf(entity, entity.states ? [entity.states.field] : []).map((field) => (
          <RecordCell key={field.key} field={field} record={record} />
        ))}
      </header>
      <FactsPrint entity={entity} record={record} />
      {related
        .filter((list) => wanted.includes(list.entity.name))
        .map((list) => (
          <RelatedPrint key={list.entity.name} list={list} onReady={onReady} />
        ))}
      {wanted.includes(TIMELINE) && <TimelinePrint entity={entity} id={id} onReady={() => onReady(TIMELINE)} />}
    </Paper>
  );
}
