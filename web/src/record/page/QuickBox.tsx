import { Form, Input, type InputRef } from 'antd';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { means } from '@/design/keys';
import { ProblemView } from '@/design/ProblemView';
import { SaveButton } from '@/design/SaveButton';
import { useNarrow } from '@/design/useNarrow';
import { FieldInput } from '@/fields/FieldView';
import { text as textOf } from '@/fields/kit';
import { nextWorkTime } from '../calendar/days';
import { useDraft } from '../form/useDraft';
import { useRecordForm } from '../form/useRecordForm';
import { prefillFor, type Target } from '../prefill';
import type { Journal } from './journal';
import styles from './timeline.module.css';
import { useTakeBack } from './writing';

interface Props {
  journal: Journal;
  target: Target;
  /** Counts up whenever the writer is called for. */
  called: number;
  /** Without a frame of its own. */
  bare?: boolean;
  onSaved?: () => void;
}

/** In how many working days one is in touch again, unless one says otherwise. */
const NEXT = 3;

/** Writes the next follow-up in one line: words, kind, next date, one click. What is typed survives a reload. */
export function QuickBox({ journal, target, called, bare, onSaved }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const narrow = useNarrow();
  const input = useRef<InputRef>(null);
  const prefill = prefillFor(journal.entity, journal.about.key, target);
  const proposed = journal.next ? { [journal.next.key]: nextWorkTime(NEXT) } : {};
  const takeBack = useTakeBack(journal.entity);
  const form = useRecordForm({
    entity: journal.entity,
    prefill: { ...prefill, values: { ...prefill.values, ...proposed } },
    onSaved: () => {
      void draft.forget();
      form.restart();
      onSaved?.();
    },
    onUndo: (saved) => takeBack.mutate(saved),
  });
  const draft = useDraft({ entity: journal.entity, prefill, form, takeUp: true });
  const typed = textOf(form.values[journal.text.key]) ?? '';
  useEffect(() => {
    if (called > 0) input.current?.focus();
  }, [called]);
  const control = (field: Field) => (
    <div key={field.key} className={styles.beside}>
      <label htmlFor={`${id}${field.key}`}>{field.label}</label>
      <FieldInput
        field={field}
        id={`${id}${field.key}`}
        value={form.values[field.key]}
        record={form.values}
        onChange={(value) => form.set(field.key, value)}
      />
    </div>
  );
  const max = typeof journal.text.max === 'number' ? journal.text.max : undefined;
  return (
    <form
      className={bare ? `${styles.quick} ${styles.bare}` : styles.quick}
      onKeyDown={(event) => {
        if (means(event.nativeEvent, 'save') && typed.trim()) {
          event.preventDefault();
          void form.save();
        }
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) void form.save();
      }}
    >
      <Input.TextArea
        ref={input}
        aria-label={t('page.write', { label: journal.entity.label })}
        placeholder={
          narrow
            ? t('page.write_hint_touch', { label: journal.entity.label })
            : t('page.write_hint', { label: journal.entity.label })
        }
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={max}
        value={typed}
        onChange={(event) => form.set(journal.text.key, event.target.value || null)}
      />
      <Form component={false} layout="vertical">
        <div className={styles.controls}>
          {journal.beside.map(control)}
          <SaveButton htmlType="submit" saving={form.saving} disabled={!typed.trim()} keys="Ctrl+Enter" />
        </div>
      </Form>
      {form.problem && <ProblemView error={form.problem} />}
    </form>
  );
}
