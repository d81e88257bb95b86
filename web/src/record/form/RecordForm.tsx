import { Button, Form } from 'antd';
import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormGroup, Rec } from '@/api/types';
import { isTyping } from '@/design/keys';
import { SaveButton } from '@/design/SaveButton';
import { UnsavedGuard } from '@/design/UnsavedGuard';
import { useHotkey } from '@/design/useHotkey';
import { useNarrow } from '@/design/useNarrow';
import { CreateContext, EntityContext } from '@/fields/create';
import { FaultContext } from '@/fields/faults';
import { DraftBanner } from './DraftBanner';
import { FaultSummary } from './FaultSummary';
import { FormGroups } from './FormGroups';
import styles from './form.module.css';
import { groupsOf, isShort, type Layout, layoutFor } from './layouts';
import { StaleDialog } from './StaleDialog';
import { useCreateInPlace } from './useCreateInPlace';
import { useDraft } from './useDraft';
import { useLiveCheck } from './useLiveCheck';
import { type FormOptions, useRecordForm } from './useRecordForm';
import { changedKeys } from './values';

interface Props extends Omit<FormOptions, 'onSaved'> {
  /** Other groups than those of the entity's own form. */
  groups?: FormGroup[];
  /** What a form shows at first, without it everything, or on a phone what a new record needs; the rest of a short one is
   *  a click away. */
  layout?: Layout;
  /** `again`: another new record is wanted next. */
  onSaved: (record: Rec, again: boolean) => void;
  onCancel: () => void;
  /** Told whenever it changes whether something would be lost. */
  onDirty?: (dirty: boolean) => void;
  offerAgain?: boolean;
  /** A draft to go on with. */
  draftId?: string;
  /** Stands above another form, which no third one covers. */
  nested?: boolean;
  /** Gives up what was typed. */
  discard?: RefObject<() => void>;
}

/** The form of any entity: groups and rows from the catalog, faults at their fields. */
export function RecordForm({ entity, record, prefill, groups, onSaved, onCancel, onDirty, ...rest }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const saved = useRef(false);
  const again = useRef(false);
  const box = useRef<HTMLFormElement>(null);
  const narrow = useNarrow();
  const [whole, setWhole] = useState(false);
  const { create, drawer } = useCreateInPlace();
  const form = useRecordForm({
    entity,
    record,
    prefill,
    onSaved: (answer) => {
      saved.current = true;
      void draft.forget();
      onSaved(answer, again.current);
    },
  });
  const draft = useDraft({ entity, record, prefill, form, takeUp: rest.draftId });
  const { live, onBlur } = useLiveCheck(entity, record, form);
  const discard = () => void draft.forget();
  if (rest.discard) rest.discard.current = discard;
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
  const refused = form.problem?.faults ?? [];
  const wanted = whole ? 'full' : (rest.layout ?? (narrow && !record ? 'mobile' : 'full'));
  const touched = [
    ...changedKeys(form.before, form.values),
    ...refused.map(({ pointer }) => pointer.split('/')[1] ?? ''),
  ];
  const layout = layoutFor(entity, wanted, touched);
  const faults = [
    ...refused,
    ...live.faults.filter(({ pointer }) => !refused.some((fault) => fault.pointer === pointer)),
  ];
  return (
    <FaultContext.Provider value={faults}>
      <CreateContext.Provider value={rest.nested ? null : create}>
        <EntityContext.Provider value={entity.name}>
          <Form component={false} layout="vertical">
            <form
              ref={box}
              noValidate
              className={styles.form}
              onBlur={onBlur}
              onSubmit={(event) => {
                event.preventDefault();
                save(false);
              }}
            >
              <DraftBanner draft={draft} />
              {form.problem && <FaultSummary entity={entity} form={id} problem={form.problem} />}
              <FormGroups
                entity={entity}
                groups={groups ?? groupsOf(entity, layout)}
                id={id}
                values={form.values}
                before={form.before}
                titles={titles}
                faults={faults}
                live={live}
                onChange={form.set}
              />
              {!groups && isShort(entity, layout) && (
                <Button type="link" className={styles.more} onClick={() => setWhole(true)}>
                  {t('form.all_fields')}
                </Button>
              )}
              <div className={styles.foot}>
                <SaveButton htmlType="submit" saving={form.saving} />
                {rest.offerAgain && (
                  <Button disabled={form.saving} onClick={() => save(true)}>
                    {t('form.save_and_new')}
                  </Button>
                )}
                <Button onClick={onCancel}>{t('common.cancel')}</Button>
              </div>
            </form>
          </Form>
        </EntityContext.Provider>
      </CreateContext.Provider>
      {drawer}
      <StaleDialog entity={entity} form={form} />
      <UnsavedGuard when={() => form.dirty && !saved.current} discard={discard} />
    </FaultContext.Provider>
  );
}
