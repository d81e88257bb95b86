import { App } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { toProblem } from '@/api/problem';
import type { Entity, Field, Rec, SinceEntry, Value } from '@/api/types';
import { useNotify } from '@/design/notify';
import { FieldDisplay, FieldInput } from '@/fields/FieldView';
import { useRefresh } from '../hooks';
import { usePresence } from '../presence/usePresence';

interface Props {
  entity: Entity;
  field: Field;
  record: Rec;
  /** `on`: the next cell is wanted; `stay`: one stays where one was. */
  onClose: (next?: 'stay' | 'on') => void;
}

/** Chosen rather than typed: the choice is the answer. */
const PICKED: Field['type'][] = ['code', 'boolean', 'date', 'staff', 'link', 'dept'];

/** Saves one value, and where somebody else was faster asks whose word counts. */
function useSaveCell(entity: Entity, field: Field) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const notify = useNotify();
  const refresh = useRefresh();
  const write = (record: Rec, version: number, value: Value) =>
    records.update(entity.name, record.id, version, { [field.key]: value });
  return async (record: Rec, value: Value): Promise<boolean> => {
    try {
      await write(record, record.version, value);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code !== 'stale_version') {
        notify.problem(error);
        return false;
      }
      const now = await records.get(entity.name, record.id);
      const since = (problem.extra.since as SinceEntry[] | undefined) ?? [];
      const touched = since.find((entry) => entry.fields.includes(field.key));
      const content = touched && (
        <>
          {t('stale.current')}{' '}
          <FieldDisplay field={field} value={now[field.key]} record={now} titles={now.titles} place="cell" />
        </>
      );
      // Only what both have changed is a conflict.
      const sure =
        !touched ||
        (await modal.confirm({
          title: t('list.cell_stale', { label: field.label, who: touched.by_name }),
          content,
          okText: t('stale.keep'),
          cancelText: t('stale.load'),
        }));
      if (sure) await write(record, now.version, value).catch(notify.problem);
    }
    await refresh();
    return true;
  };
}

/** A value being changed in its cell: Enter saves, Esc leaves it, Tab goes to the next. */
export function CellEditor({ entity, field, record, onClose }: Props) {
  const [value, setValue] = useState<Value>(record[field.key] ?? null);
  const [saving, setSaving] = useState(false);
  const latest = useRef(value);
  const place = useRef<HTMLDivElement>(null);
  const save = useSaveCell(entity, field);
  const picked = PICKED.includes(field.type);
  usePresence(entity.name, record.id, 'edit');
  useEffect(() => {
    place.current?.querySelector<HTMLElement>('input, button, [tabindex]')?.focus();
  }, []);
  const finish = async (next: 'stay' | 'on') => {
    if (saving) return;
    const changed = JSON.stringify(latest.current) !== JSON.stringify(record[field.key] ?? null);
    setSaving(true);
    const done = !changed || (await save(record, latest.current));
    setSaving(false);
    if (done) onClose(next);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the control inside
    <div
      ref={place}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        const open = place.current?.querySelector('[aria-expanded="true"]');
        if (event.key === 'Escape') onClose('stay');
        else if (event.key === 'Tab' && !event.shiftKey) void finish('on');
        else if (event.key === 'Enter' && !open) void finish('stay');
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onBlur={(event) => {
        const to = event.relatedTarget as HTMLElement | null;
        if (!to || place.current?.contains(to) || to.closest('.ant-select-dropdown, .ant-picker-dropdown')) return;
        void finish('stay');
      }}
    >
      <FieldInput
        field={field}
        value={value}
        record={record}
        titles={record.titles}
        disabled={saving}
        aria-label={field.label}
        onChange={(next) => {
          latest.current = next;
          setValue(next);
          if (picked) void finish('stay');
        }}
      />
    </div>
  );
}
