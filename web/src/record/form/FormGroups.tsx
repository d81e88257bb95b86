import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Fragment, useState } from 'react';
import { fieldsOf } from '@/api/catalog';
import type { Fault } from '@/api/problem';
import type { Entity, Field, FormGroup, Titles } from '@/api/types';
import { kitOf } from '@/fields/registry';
import { AlikeHint } from './AlikeHint';
import { FormRow } from './FormRow';
import styles from './form.module.css';
import type { LiveCheck } from './useLiveCheck';
import { isRequired, isShown, type Values } from './values';

interface Props {
  entity: Entity;
  groups: FormGroup[];
  id: string;
  values: Values;
  /** The values as they were, for the state that moves start from. */
  before: Values;
  titles?: Titles;
  faults: Fault[];
  live: LiveCheck;
  onChange: (key: string, value: unknown) => void;
}

export const inputId = (form: string, key: string) => `${form}-${key}`;

/** The key of the field that a JSON pointer points into. */
export const pointedKey = (pointer: string) => pointer.split('/')[1] ?? '';

/** The states that may be chosen: the one it is in, and those it may move to. */
function choicesOf(entity: Entity, field: Field, before: Values): string[] | undefined {
  if (entity.states?.field !== field.key) return undefined;
  const state = String(before[field.key] ?? entity.states.start);
  return [state, ...(entity.states.moves[state] ?? [])];
}

function Rows({
  entity,
  rows,
  id,
  values,
  before,
  titles,
  faults,
  live,
  onChange,
}: Omit<Props, 'groups'> & { rows: Field[][] }) {
  return rows.map((fields) => (
    <div key={fields[0]?.key} className={styles.row}>
      {fields.map((field) => (
        <Fragment key={field.key}>
          <div
            data-field={field.key}
            className={fields.length === 1 && kitOf(field.type).wide ? styles.wide : styles.half}
          >
            <FormRow
              field={field}
              id={inputId(id, field.key)}
              value={values[field.key]}
              currency={field.currency ? values[field.currency] : undefined}
              titles={titles}
              required={isRequired(field, values, live.told)}
              fault={faults.find((fault) => pointedKey(fault.pointer) === field.key)?.detail}
              choices={choicesOf(entity, field, before)}
              onChange={onChange}
            />
          </div>
          {live.alike
            .filter((hint) => hint.fields[0] === field.key)
            .map((hint) => (
              <AlikeHint key={hint.kind + hint.fields.join()} entity={entity} hint={hint} />
            ))}
        </Fragment>
      ))}
    </div>
  ));
}

function Group({ group, ...props }: Omit<Props, 'groups'> & { group: FormGroup }) {
  const { entity, values, faults, live } = props;
  const [opened, setOpened] = useState<boolean | null>(null);
  const rows = group.rows
    .map((keys) => fieldsOf(entity, keys).filter((field) => field.writable && isShown(field, values, live.told)))
    .filter((fields) => fields.length > 0);
  if (rows.length === 0) return null;
  const faulty = rows.flat().some((field) => faults.some((fault) => pointedKey(fault.pointer) === field.key));
  const open = faulty || (opened ?? !group.collapsed);
  return (
    <section className={styles.group}>
      {group.label && (
        <h2>
          <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpened(!open)}>
            {open ? <DownOutlined /> : <RightOutlined />}
            {group.label}
          </button>
        </h2>
      )}
      {open && <Rows {...props} rows={rows} />}
    </section>
  );
}

/** The groups and rows that the catalog gives the form. */
export function FormGroups({ groups, ...props }: Props) {
  return groups.map((group) => <Group key={group.label ?? group.rows[0]?.[0]} group={group} {...props} />);
}
