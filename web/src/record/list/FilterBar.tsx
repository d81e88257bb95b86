import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { useNarrow } from '@/design/useNarrow';
import { FieldFilter } from '@/fields/FieldView';
import { kitOf } from '@/fields/registry';
import styles from './FilterBar.module.css';

type Filters = Record<string, string | undefined>;

interface Props {
  entity: Entity;
  filters: Record<string, string>;
  onChange: (filters: Filters) => void;
  /** Opens what the form cannot say. */
  onAdvanced?: () => void;
  /** Shows nothing until one asks for it. */
  folded?: boolean;
}

const ROW = 3;

/** The query form: one row of three, the rest on demand. */
export function FilterBar({ entity, filters, onChange, onAdvanced, folded }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Filters>(filters);
  const applied = JSON.stringify(filters);
  useEffect(() => setDraft(JSON.parse(applied)), [applied]);
  const fields = fieldsOf(entity, entity.list.filters).filter((field) => field.filterable && kitOf(field.type).Filter);
  const first = narrow || folded ? 0 : ROW;
  const shown = open ? fields : fields.slice(0, first);
  const hidden = fields.slice(first).filter((field) => filters[field.key]).length;
  if (fields.length === 0) return null;
  return (
    <search>
      <form
        className={styles.bar}
        aria-label={t('list.query')}
        onSubmit={(event) => {
          event.preventDefault();
          onChange(draft);
          // On a phone the answer would stay below the question.
          if (narrow) setOpen(false);
        }}
      >
        <div className={styles.fields}>
          {shown.map((field) => (
            <div key={field.key} className={styles.item}>
              <label htmlFor={`${id}${field.key}`} title={field.label}>
                {field.label}
              </label>
              <FieldFilter
                field={field}
                id={`${id}${field.key}`}
                value={draft[field.key]}
                onChange={(value) => setDraft({ ...draft, [field.key]: value })}
              />
            </div>
          ))}
        </div>
        <div className={styles.tools}>
          {fields.length > first && (
            <Button type="link" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
              {open
                ? t('list.fewer_filters')
                : hidden > 0
                  ? t('list.more_filters_set', { set: hidden })
                  : t('list.more_filters')}
              {open ? <UpOutlined /> : <DownOutlined />}
            </Button>
          )}
          {onAdvanced && (!narrow || open) && (
            <Button type="link" className={styles.more} onClick={onAdvanced}>
              {t('conditions.open')}
            </Button>
          )}
          {shown.length > 0 && (
            <>
              <Button
                onClick={() => {
                  setDraft({});
                  onChange({});
                }}
              >
                {t('list.reset')}
              </Button>
              <Button type="primary" htmlType="submit">
                {t('list.run')}
              </Button>
            </>
          )}
        </div>
      </form>
    </search>
  );
}
