import { Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, fieldsOf } from '@/api/catalog';
import type { Entity, Titles } from '@/api/types';
import { showMoment } from '@/design/dates';
import { FieldDisplay } from '@/fields/FieldView';
import { isEmpty } from '@/fields/kit';
import styles from './form.module.css';
import { type Conflict, choose, type Side } from './merge';
import type { RecordFormState, Stale } from './useRecordForm';

interface Props {
  entity: Entity;
  form: RecordFormState;
}

const SIDES: Side[] = ['mine', 'current', 'original'];

/** Somebody saved the same fields first: mine, theirs and what stood there before, to be chosen from one by one. */
export function StaleDialog({ form, ...rest }: Props) {
  return form.stale && <Chooser key={form.stale.current.version} form={form} stale={form.stale} {...rest} />;
}

function Chooser({ entity, form, stale }: Props & { stale: Stale }) {
  const { t } = useTranslation();
  const { since, current, merged, conflicts } = stale;
  const [sides, setSides] = useState<Side[]>(() => conflicts.map(() => 'mine'));
  const words: Record<Side, string> = {
    mine: t('stale.mine'),
    current: t('stale.current'),
    original: t('stale.original'),
  };
  const save = () => {
    const chosen = conflicts.reduce((values, conflict, at) => choose(values, conflict, sides[at] ?? 'mine'), merged);
    void form.settle(chosen, current);
  };
  return (
    <Modal
      open
      width={760}
      title={stale.problem.title}
      onCancel={form.forget}
      footer={[
        <Button key="back" onClick={form.forget}>
          {t('stale.back')}
        </Button>,
        <Button key="save" type="primary" loading={form.saving} onClick={save}>
          {t('stale.save')}
        </Button>,
      ]}
    >
      <ul className={styles.faults}>
        {since.map((entry) => (
          <li key={entry.version}>
            {t('stale.changed', {
              who: entry.by_name,
              when: showMoment(entry.at),
              fields: fieldsOf(entity, entry.fields)
                .map(({ label }) => label)
                .join(t('common.list_comma')),
            })}
          </li>
        ))}
      </ul>
      <p className="ks-muted">{t('stale.explain')}</p>
      <div className={styles.conflicts}>
        {conflicts.map((conflict, at) => (
          <fieldset key={conflict.key + (conflict.line ?? '')}>
            <legend>{fieldOf(entity, conflict.key)?.label}</legend>
            <Radio.Group
              value={sides[at]}
              onChange={(event) => setSides(sides.with(at, event.target.value as Side))}
              className={styles.sides}
            >
              {SIDES.map((side) => (
                <Radio key={side} value={side}>
                  <span className={styles.side}>{words[side]}</span>
                  <span>
                    <ConflictValue
                      entity={entity}
                      conflict={conflict}
                      side={side}
                      titles={current.titles}
                      mine={form.values}
                    />
                  </span>
                </Radio>
              ))}
            </Radio.Group>
          </fieldset>
        ))}
      </div>
    </Modal>
  );
}

interface ValueProps {
  entity: Entity;
  conflict: Conflict;
  side: Side;
  titles?: Titles;
  mine: Record<string, unknown>;
}

function ConflictValue({ entity, conflict, side, titles, mine }: ValueProps) {
  const { t } = useTranslation();
  const field = fieldOf(entity, conflict.key);
  const value = conflict[side];
  if (!field) return null;
  if (conflict.line !== undefined && isEmpty(value)) return <span className="ks-muted">{t('stale.removed')}</span>;
  return (
    <FieldDisplay
      field={field}
      value={conflict.line === undefined ? value : [value]}
      record={mine}
      // What a link pointed to before, or points to here, is asked for by its id.
      titles={side === 'current' ? titles : undefined}
      place="fact"
    />
  );
}
