import { Form, Input, type InputRef } from 'antd';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/api/types';
import { ProblemView } from '@/design/ProblemView';
import { SaveButton } from '@/design/SaveButton';
import { useNarrow } from '@/design/useNarrow';
import { FieldInput } from '@/fields/FieldView';
import { text as textOf } from '@/fields/kit';
import { startValues } from '../form/draft';
import { useRecordForm } from '../form/useRecordForm';
import { prefillFor, type Target } from '../prefill';
import type { Journal } from './journal';
import styles from './timeline.module.css';

interface Props {
  journal: Journal;
  target: Target;
  called: number;
}

/** Writes the next follow-up in one line: words, kind, next date, one click. What is typed survives a reload. */
export function QuickBox({ journal, target, called }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const narrow = useNarrow();
  const input = useRef<InputRef>(null);
  const draftKey = `keshu.draft.${journal.entity.name}.${target.id}`;
  const prefill = prefillFor(journal.entity, journal.about.key, target);
  const draft = sessionStorage.getItem(draftKey);
  const start = draft ? { ...prefill, values: { ...prefill.values, [journal.text.key]: draft } } : prefill;
  const form = useRecordForm({
    entity: journal.entity,
    prefill: start,
    onSaved: () => {
      sessionStorage.removeItem(draftKey);
      for (const [key, value] of Object.entries({ ...startValues(journal.entity, {}), [journal.text.key]: null }))
        form.set(key, value);
      for (const field of journal.beside) form.set(field.key, field.default ?? null);
    },
  });
  const typed = textOf(form.values[journal.text.key]) ?? '';
  useEffect(() => {
    if (called > 0) input.current?.focus();
  }, [called]);
  const write = (value: string) => {
    form.set(journal.text.key, value || null);
    if (value) sessionStorage.setItem(draftKey, value);
    else sessionStorage.removeItem(draftKey);
  };
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
      className={styles.quick}
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
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && typed.trim()) void form.save();
        }}
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
