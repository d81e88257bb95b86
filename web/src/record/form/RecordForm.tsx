import { Button, Form } from 'antd';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormGroup, Rec } from '@/api/types';
import { isTyping } from '@/design/keys';
import { SaveButton } from '@/design/SaveButton';
import { UnsavedGuard } from '@/design/UnsavedGuard';
import { useHotkey } from '@/design/useHotkey';
import { FaultContext } from '@/fields/faults';
import { FaultSummary } from './FaultSummary';
import { FormGroups } from './FormGroups';
import styles from './form.module.css';
import { StaleDialog } from './StaleDialog';
import { type FormOptions, useRecordForm } from './useRecordForm';

interface Props extends Omit<FormOptions, 'onSaved'> {
  /** Other groups than the entity's own form. */
  groups?: FormGroup[];
  /** `again`: another new record is wanted next. */
  onSaved: (record: Rec, again: boolean) => void;
  onCancel: () => void;
  /** Told whenever it changes whether something would be lost. */
  onDirty?: (dirty: boolean) => void;
  offerAgain?: boolean;
}

/** The form of any entity: groups and rows from the catalog, faults at their fields. */
export function RecordForm({ entity, record, prefill, groups, onSaved, onCancel, onDirty, offerAgain }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const saved = useRef(false);
  const again = useRef(false);
  const box = useRef<HTMLFormElement>(null);
  const form = useRecordForm({
    entity,
    record,
    prefill,
    onSaved: (answer) => {
      saved.current = true;
      onSaved(answer, again.current);
    },
  });
  const save = (next: boolean) => {
    again.current = next;
    void form.save();
  };
  useEffect(() => onDirty?.(form.dirty), [onDirty, form.dirty]);
  useEffect(() => {
    // Whoever already types elsewhere, such as in the palette, goes on there.
    if (matchMedia('(hover: hover)').matches && !isTyping({ target: document.activeElement }))
      box.current?.querySelector<HTMLElement>('input:not([type=file])')?.focus({ preventScroll: true });
  }, []);
  useHotkey('save', () => save(false));
  const titles = record?.titles ?? prefill?.titles;
  const faults = form.problem?.faults ?? [];
  return (
    <FaultContext.Provider value={faults}>
      <Form component={false} layout="vertical">
        <form
          ref={box}
          noValidate
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            save(false);
          }}
        >
          {form.problem && <FaultSummary entity={entity} form={id} problem={form.problem} />}
          <FormGroups
            entity={entity}
            groups={groups ?? entity.form}
            id={id}
            values={form.values}
            before={form.before}
            titles={titles}
            faults={faults}
            onChange={form.set}
          />
          <div className={styles.foot}>
            <SaveButton htmlType="submit" saving={form.saving} />
            {offerAgain && (
              <Button disabled={form.saving} onClick={() => save(true)}>
                {t('form.save_and_new')}
              </Button>
            )}
            <Button onClick={onCancel}>{t('common.cancel')}</Button>
          </div>
        </form>
      </Form>
      <StaleDialog entity={entity} form={form} titles={titles} />
      <UnsavedGuard when={() => form.dirty && !saved.current} />
    </FaultContext.Provider>
  );
}
