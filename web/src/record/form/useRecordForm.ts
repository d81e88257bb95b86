import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { isUncertain, newKey } from '@/api/http';
import { Problem, toProblem } from '@/api/problem';
import type { Entity, Rec, Value } from '@/api/types';
import { useNotify } from '@/design/notify';
import { useRefresh } from '../hooks';
import { NO_PREFILL, type Prefill } from '../prefill';
import { bodyOf, changedKeys, recordValues, startValues, type Values } from './draft';

export interface FormOptions {
  entity: Entity;
  /** The record that is edited; absent for a new one. */
  record?: Rec;
  prefill?: Prefill;
  onSaved: (record: Rec) => void;
}

/** Somebody else saved first: their record, and what the server said. */
export interface Stale {
  problem: Problem;
  current: Rec;
}

/** The values of a form, what was changed, and saving them. */
export function useRecordForm({ entity, record, prefill = NO_PREFILL, onSaved }: FormOptions) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const start = () => (record ? recordValues(entity, record) : startValues(entity, prefill.values));
  const [before, setBefore] = useState<Values>(start);
  const [values, setValues] = useState<Values>(before);
  const [version, setVersion] = useState(record?.version ?? 0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [stale, setStale] = useState<Stale | null>(null);
  const [saving, setSaving] = useState(false);
  const repeat = useRef<{ body: string; key: string } | null>(null);
  const dirty = changedKeys(before, values).length > 0;

  const set = useCallback((key: string, value: Value) => {
    setValues((current) => ({ ...current, [key]: value }));
    setProblem((current) => current && withoutFaultsOf(current, key));
  }, []);

  const send = async (atVersion: number): Promise<Rec> => {
    const body = bodyOf(entity, values, record ? before : null);
    const text = JSON.stringify([atVersion, body]);
    const key = repeat.current?.body === text ? repeat.current.key : newKey();
    try {
      return record
        ? await records.update(entity.name, record.id, atVersion, body, key)
        : await records.create(entity.name, body, key);
    } catch (error) {
      repeat.current = isUncertain(error) ? { body: text, key } : null;
      throw error;
    }
  };

  /** Says why nothing was saved; what was typed stays whatever the reason is. */
  const explain = async (refused: Problem) => {
    if (refused.code === 'sign_in_required') return;
    if (refused.code !== 'stale_version' || !record) return setProblem(refused);
    try {
      setStale({ problem: refused, current: await records.get(entity.name, record.id) });
    } catch (error) {
      setProblem(toProblem(error));
    }
  };

  const save = async (atVersion = version) => {
    if (saving) return;
    setSaving(true);
    setProblem(null);
    setStale(null);
    try {
      const saved = await send(atVersion);
      setBefore(values);
      notify.done(record ? t('form.saved') : t('form.created', { label: entity.label }));
      if (saved.warnings?.length)
        notify.warn(
          t('form.saved_with_warnings'),
          saved.warnings.map((warning) => warning.detail),
        );
      void refresh();
      onSaved(saved);
    } catch (error) {
      await explain(toProblem(error));
    } finally {
      setSaving(false);
    }
  };

  /** Gives up one's own changes. */
  const load = (current: Rec) => {
    const loaded = recordValues(entity, current);
    setBefore(loaded);
    setValues(loaded);
    setVersion(current.version);
    setStale(null);
    void refresh();
  };

  /** Sends one's own changes once more, on top of what is there now. */
  const keep = (current: Rec) => {
    setVersion(current.version);
    return save(current.version);
  };

  return {
    values,
    set,
    dirty,
    before,
    problem,
    stale,
    saving,
    save: () => save(),
    load,
    keep,
    forget: () => setStale(null),
  };
}

export type RecordFormState = ReturnType<typeof useRecordForm>;

/** A fault goes as soon as its value is changed. */
function withoutFaultsOf(problem: Problem, key: string): Problem | null {
  const faults = problem.faults.filter(({ pointer }) => pointer !== `/${key}` && !pointer.startsWith(`/${key}/`));
  if (faults.length === problem.faults.length) return problem;
  if (faults.length === 0) return null;
  return new Problem(
    problem.status,
    problem.code,
    problem.title,
    problem.detail,
    problem.requestId,
    faults,
    problem.extra,
  );
}
