import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldsOf } from '@/api/catalog';
import { isUncertain, newKey } from '@/api/http';
import { Problem, toProblem } from '@/api/problem';
import type { Entity, Rec, SinceEntry, Value } from '@/api/types';
import { useNotify } from '@/design/notify';
import { useRefresh } from '../hooks';
import { NO_PREFILL, type Prefill } from '../prefill';
import { type Conflict, merge, originalValues } from './merge';
import { movedBy, saidOf } from './said';
import { bodyOf, changedKeys, recordValues, startValues, type Values } from './values';

export interface FormOptions {
  entity: Entity;
  /** The record that is edited; absent for a new one. */
  record?: Rec;
  prefill?: Prefill;
  onSaved: (record: Rec) => void;
  /** Takes back what was saved; offered beside the word that it was. */
  onUndo?: (record: Rec) => void;
}

/** Somebody else saved first, and wrote the same: what the server said, their record, and both put together. */
export interface Stale {
  problem: Problem;
  since: SinceEntry[];
  current: Rec;
  merged: Values;
  conflicts: Conflict[];
}

/** What a save begins with. */
interface Standing {
  values: Values;
  before: Values;
  version: number;
}

/** What came of it, and what others had saved meanwhile. */
interface Sent {
  saved: Rec;
  values: Values;
  others: SinceEntry[];
}

/** How often a save is tried again over what others save meanwhile. */
const TRIES = 4;

/** The values of a form, what was changed, and saving them. */
export function useRecordForm({ entity, record, prefill = NO_PREFILL, onSaved, onUndo }: FormOptions) {
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
  const [done, setDone] = useState(false);
  const repeat = useRef<{ body: string; key: string } | null>(null);
  const dirty = changedKeys(before, values).length > 0;

  const set = useCallback((key: string, value: Value) => {
    setDone(false);
    setValues((current) => ({ ...current, [key]: value }));
    setProblem((current) => current && withoutFaultsOf(current, key));
  }, []);

  const stand = (next: Standing) => {
    setValues(next.values);
    setBefore(next.before);
    setVersion(next.version);
  };

  const send = async (standing: Standing): Promise<Rec> => {
    const body = bodyOf(entity, standing.values, record ? standing.before : null);
    const text = JSON.stringify([standing.version, body]);
    const key = repeat.current?.body === text ? repeat.current.key : newKey();
    try {
      return record
        ? await records.update(entity.name, record.id, standing.version, body, key)
        : await records.create(entity.name, body, key);
    } catch (error) {
      repeat.current = isUncertain(error) ? { body: text, key } : null;
      throw error;
    }
  };

  /** Sends; over what somebody else saved meanwhile, both are put together and sent again. Null: it conflicts. */
  const sendMerged = async (standing: Standing, tries = TRIES): Promise<Sent | null> => {
    try {
      return { saved: await send(standing), values: standing.values, others: [] };
    } catch (error) {
      const refused = toProblem(error);
      if (refused.code !== 'stale_version' || !record || tries === 0) throw refused;
      const since = (refused.extra.since as SinceEntry[] | undefined) ?? [];
      const current = await records.get(entity.name, record.id);
      const theirs = recordValues(entity, current);
      const original = originalValues(theirs, since);
      const mine = { ...original, ...bodyOf(entity, standing.values, standing.before) };
      const { values: merged, conflicts } = merge(entity, original, mine, theirs);
      if (conflicts.length > 0) {
        setStale({ problem: refused, since, current, merged, conflicts });
        return null;
      }
      const next = { values: merged, before: theirs, version: current.version };
      stand(next);
      const sent = await sendMerged(next, tries - 1);
      return sent && { ...sent, others: [...since, ...sent.others] };
    }
  };

  const saveAs = async (standing: Standing) => {
    if (saving) return;
    setSaving(true);
    setProblem(null);
    setStale(null);
    try {
      const sent = await sendMerged(standing);
      if (!sent) return;
      const { saved, others } = sent;
      setBefore(sent.values);
      setDone(true);
      const labels = fieldsOf(entity, [...new Set(others.flatMap((entry) => entry.fields))]).map(({ label }) => label);
      const undo = saved.queued ? undefined : onUndo && { run: () => onUndo(saved) };
      const label = { label: entity.label };
      const created = saved.queued ? t('offline.queued', label) : t('form.created', label);
      const beside = { who: others.at(-1)?.by_name, fields: labels.join(t('common.list_comma')) };
      if (labels.length > 0) notify.done(t('form.saved_beside', beside));
      else notify.done(record && !saved.queued ? t('form.saved') : saidOf(created, saved), undo);
      const warnings = saved.warnings?.filter((warning) => !movedBy(saved).includes(warning)) ?? [];
      if (warnings.length > 0)
        notify.warn(
          t('form.saved_with_warnings'),
          warnings.map((warning) => warning.detail),
        );
      void refresh();
      onSaved(saved);
    } catch (error) {
      const refused = toProblem(error);
      // What was typed stays whatever the reason is.
      if (refused.code !== 'sign_in_required') setProblem(refused);
    } finally {
      setSaving(false);
    }
  };

  return {
    values,
    set,
    dirty,
    before,
    version,
    problem,
    stale,
    saving,
    /** Saved, and not touched since. */
    done,
    save: () => saveAs({ values, before, version }),
    /** Saves what was chosen between mine and theirs, over theirs. */
    settle: (chosen: Values, current: Rec) => {
      const next = { values: chosen, before: recordValues(entity, current), version: current.version };
      stand(next);
      return saveAs(next);
    },
    /** Takes up what was typed before, over the version that it was typed over. */
    adopt: (typed: Values, over: number | null) => {
      setDone(false);
      setValues((current) => ({ ...current, ...typed }));
      if (record && over !== null) setVersion(Math.min(over, record.version));
    },
    /** Begins anew, as the form began. */
    restart: () => stand({ values: start(), before: start(), version: record?.version ?? 0 }),
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
