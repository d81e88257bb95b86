import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import type { Entity, SinceEntry, Titles } from '@/api/types';
import { showMoment } from '@/design/dates';
import { FieldDisplay } from '@/fields/FieldView';
import { changedKeys } from './draft';
import styles from './form.module.css';
import type { RecordFormState } from './useRecordForm';

interface Props {
  entity: Entity;
  form: RecordFormState;
  titles?: Titles;
}

/** Somebody saved first: who changed what, mine beside theirs, and what to do about it. */
export function StaleDialog({ entity, form, titles }: Props) {
  const { t } = useTranslation();
  const { stale, before, values } = form;
  if (!stale) return null;
  const { problem, current } = stale;
  const since = (problem.extra.since as SinceEntry[] | undefined) ?? [];
  const mine = new Set(changedKeys(before, values));
  const theirs = [...new Set(since.flatMap((entry) => entry.fields))];
  const fields = [...new Set([...theirs, ...mine])].flatMap((key) => fieldOf(entity, key) ?? []);
  return (
    <Modal
      open
      width={720}
      title={problem.title}
      onCancel={form.forget}
      footer={[
        <Button key="load" onClick={() => form.load(current)}>
          {t('stale.load')}
        </Button>,
        <Button key="keep" type="primary" loading={form.saving} onClick={() => void form.keep(current)}>
          {t('stale.keep')}
        </Button>,
      ]}
    >
      <ul className={styles.faults}>
        {since.map((entry) => (
          <li key={entry.version}>
            {t('stale.changed', {
              who: entry.by_name,
              when: showMoment(entry.at),
              fields: entry.fields.map((key) => fieldOf(entity, key)?.label ?? key).join(t('common.list_comma')),
            })}
          </li>
        ))}
      </ul>
      <div className={styles.scroll}>
        <table className={styles.compare}>
          <thead>
            <tr>
              <th scope="col">{t('stale.field')}</th>
              <th scope="col">{t('stale.mine')}</th>
              <th scope="col">{t('stale.current')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.key}>
                <th scope="row">{field.label}</th>
                <td>
                  {mine.has(field.key) ? (
                    <FieldDisplay
                      field={field}
                      value={values[field.key]}
                      record={values}
                      titles={undefined}
                      place="fact"
                    />
                  ) : (
                    <span className="ks-muted">{t('stale.untouched')}</span>
                  )}
                </td>
                <td>
                  <FieldDisplay
                    field={field}
                    value={current[field.key]}
                    record={current}
                    titles={current.titles ?? titles}
                    place="fact"
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="ks-muted">{t('stale.explain')}</p>
    </Modal>
  );
}
