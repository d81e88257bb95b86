import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { duplicates } from '@/api/calls';
import { fieldsOf, titleOf } from '@/api/catalog';
import type { DuplicateGroup } from '@/api/quality';
import type { Entity, Field, Rec } from '@/api/types';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { isEmpty } from '@/fields/kit';
import { useRefresh } from '@/record/hooks';
import { RecordCell } from '@/record/RecordCell';
import styles from './duplicates.module.css';

/** What stands in a table cell only badly, or says nothing about being the same. */
const LEFT_OUT = ['lines', 'rich_text', 'attachment', 'image', 'external_refs', 'id'];
const FIRST = 8;

/** The fields to compare in the order of the form, then who keeps the record since when. */
function compared(entity: Entity): Field[] {
  const form = entity.form.flatMap((group) => group.rows.flat());
  const kept = [entity.owner?.staff ?? '', 'created_at', 'created_by', 'updated_at'];
  const wanted = [...new Set([...form, ...kept])];
  return fieldsOf(entity, wanted).filter((field) => !LEFT_OUT.includes(field.type));
}

function differs(field: Field, records: Rec[]): boolean {
  return new Set(records.map((record) => JSON.stringify(record[field.key] ?? null))).size > 1;
}

interface Props {
  entity: Entity;
  group: DuplicateGroup;
  /** Told apart already: the way back is offered. */
  apart: boolean;
}

/** One group side by side: by what it looks alike, then what differs. */
export function GroupPanel({ entity, group, apart }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const [whole, setWhole] = useState(false);
  const { records } = group;
  const tell = useMutation({
    mutationFn: (distinct: boolean) =>
      duplicates.tellApart(
        entity.name,
        records.map((record) => record.id),
        distinct,
      ),
    onSuccess: (_answer, distinct) => {
      const undo = distinct ? { run: () => tell.mutate(false) } : undefined;
      notify.done(distinct ? t('duplicate.told') : t('duplicate.likened'), undo);
      void refresh();
    },
    onError: notify.problem,
  });
  const alike = fieldsOf(entity, group.fields);
  const others = compared(entity).filter((field) => !group.fields.includes(field.key));
  const different = others.filter((field) => differs(field, records));
  const equal = others.filter((field) => !different.includes(field) && !isEmpty(records[0]?.[field.key])).length;
  const shown = whole ? different : different.slice(0, FIRST);
  const may = entity.can.update;
  return (
    <Panel
      flush
      className={styles.group}
      title={
        <>
          {t('duplicate.same', { label: group.label })}
          <span className={styles.count}>{t('duplicate.records', { count: group.count })}</span>
        </>
      }
      extra={
        <Button
          size="small"
          disabled={!may}
          title={may ? undefined : t('duplicate.no_update')}
          loading={tell.isPending}
          onClick={() => tell.mutate(!apart)}
        >
          {apart ? t('duplicate.liken') : t('duplicate.distinct')}
        </Button>
      }
    >
      <div className={styles.scroll}>
        <table className={styles.table} style={{ '--records': records.length } as React.CSSProperties}>
          <thead>
            <tr>
              <th scope="col">{t('duplicate.field')}</th>
              {records.map((record) => (
                <th key={record.id} scope="col">
                  <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }}>
                    {titleOf(entity, record)}
                  </Link>
                  {entity.number && <div className="ks-muted">{String(record[entity.number] ?? '')}</div>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...alike, ...shown].map((field) => (
              <tr key={field.key} className={alike.includes(field) ? styles.alike : undefined}>
                <th scope="row">{field.label}</th>
                {records.map((record) => (
                  <td key={record.id}>
                    <RecordCell field={field} record={record} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.foot}>
        {different.length > shown.length && (
          <Button type="link" size="small" onClick={() => setWhole(true)}>
            {t('duplicate.all', { count: different.length })}
          </Button>
        )}
        {equal > 0 && <span>{t('duplicate.equal', { count: equal })}</span>}
        {group.count > records.length && <span>{t('duplicate.first', { count: records.length })}</span>}
      </p>
    </Panel>
  );
}
