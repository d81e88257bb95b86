import { Button } from 'antd';
import { memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import type { Entity, Field, Rec } from '@/api/types';
import { CopyButton } from '@/design/CopyButton';
import { Panel } from '@/design/Panel';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty, isMasked, text } from '@/fields/kit';
import { kitOf } from '@/fields/registry';
import { isShown } from '../form/values';
import { isInline } from '../list/Cell';
import { CellEditor } from '../list/CellEditor';
import { EditButton } from '../list/EditButton';
import styles from './page.module.css';
import { Reveal } from './Reveal';

interface FactGroup {
  label: string;
  fields: Field[];
}

/** The form's groups, then what Keshu keeps by itself. */
export function useFactGroups(entity: Entity): FactGroup[] {
  const { t } = useTranslation();
  const groups = entity.form.map((group) => ({
    label: group.label ?? t('page.facts'),
    fields: fieldsOf(entity, group.rows.flat()),
  }));
  // A currency is read beside its amount.
  const currencies = new Set(entity.fields.map((field) => field.currency));
  const inForm = new Set(groups.flatMap((group) => group.fields));
  const rest = entity.fields.filter(
    (field) =>
      !inForm.has(field) &&
      !currencies.has(field.key) &&
      field.type !== 'id' &&
      field.key !== 'version' &&
      field.key !== entity.number,
  );
  return [
    ...groups.map((group) => ({ ...group, fields: group.fields.filter((field) => !currencies.has(field.key)) })),
    { label: t('page.figures'), fields: rest.filter((field) => !field.system) },
    { label: t('page.system'), fields: rest.filter((field) => field.system) },
  ];
}

/**
 * Whether somebody meant the value: nothing, `no`, and a choice that only repeats its default and that no list shows
 * tell the reader nothing.
 */
function isTold(entity: Entity, field: Field, record: Rec): boolean {
  const value = record[field.key];
  if (isEmpty(value) || value === false) return false;
  const shownElsewhere = [...entity.list.columns, ...entity.card].includes(field.key);
  return field.type !== 'code' || shownElsewhere || text(field.default) !== value;
}

/** What is too long to stand beside its label. */
const STACKED = new Set<Field['type']>(['long_text', 'rich_text', 'address', 'image', 'lines', 'external_refs']);

function Fact({ entity, field, record }: { entity: Entity; field: Field; record: Rec }) {
  const [editing, setEditing] = useState(false);
  const place = useRef<HTMLElement>(null);
  const value = record[field.key];
  const inline = isInline(entity, field) && record.can?.update && !isMasked(value);
  const close = (next?: 'stay' | 'on') => {
    setEditing(false);
    if (next) setTimeout(() => place.current?.querySelector<HTMLElement>('[data-edit]')?.focus());
  };
  const stacked = STACKED.has(field.type) && !isEmpty(value);
  return (
    <div className={stacked ? styles.stacked : styles.fact}>
      <dt>{field.label}</dt>
      <dd ref={place}>
        {editing ? (
          <CellEditor entity={entity} field={field} record={record} onClose={close} />
        ) : (
          <>
            {record.can?.reveal && isMasked(value) ? (
              <Reveal entity={entity} field={field} record={record} />
            ) : (
              <FieldDisplay field={field} value={value} record={record} titles={record.titles ?? {}} place="fact" />
            )}
            <span className={styles.copy}>
              {kitOf(field.type).copy && typeof value === 'string' && value && <CopyButton text={value} />}
              {inline && <EditButton entity={entity} field={field} record={record} onClick={() => setEditing(true)} />}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}

/** The record's values in groups; the empty ones only when asked for. */
export const Facts = memo(function Facts({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const [opened, setOpened] = useState(false);
  const groups = useFactGroups(entity).map((group) => ({
    ...group,
    fields: group.fields.filter((field) => (whole ? isShown(field, record) : isTold(entity, field, record))),
  }));
  return (
    <Panel
      className={opened ? styles.facts : `${styles.facts} ${styles.folded}`}
      title={t('page.facts')}
      extra={
        <Button type="link" size="small" aria-pressed={whole} onClick={() => setWhole(!whole)}>
          {whole ? t('page.filled_only') : t('page.show_all')}
        </Button>
      }
    >
      {groups
        .filter((group) => group.fields.length > 0)
        .map((group, index) => (
          <section key={group.label} className={styles.factGroup}>
            {(index > 0 || group.label !== t('page.facts')) && <h3>{group.label}</h3>}
            <dl>
              {group.fields.map((field) => (
                <Fact key={field.key} entity={entity} field={field} record={record} />
              ))}
            </dl>
          </section>
        ))}
      <Button className={styles.unfold} type="link" block aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {opened ? t('page.fold') : t('page.unfold')}
      </Button>
    </Panel>
  );
});
