import { DownOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf, useDict } from '@/api/catalog';
import { toProblem } from '@/api/problem';
import type { Entity, Rec } from '@/api/types';
import { useNotify } from '@/design/notify';
import { Tag } from '@/design/Tag';
import { FieldDisplay } from '@/fields/FieldView';
import { pointedKey } from '../form/FormGroups';
import { RecordFormDrawer } from '../form/RecordFormDrawer';
import { useRefresh } from '../hooks';
import styles from './page.module.css';

interface Props {
  entity: Entity;
  record: Rec;
  /** Without a button of its own it is open at first; told when it closes, and whether nothing was chosen. */
  onClose?: (left: boolean) => void;
}

/** The record's state, and where it may move from here. What a move still needs is asked for at once. */
export function StateMenu({ entity, record, onClose }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const key = entity.states?.field ?? '';
  const field = fieldOf(entity, key);
  const dict = useDict(field?.dict ?? null);
  const [asked, setAsked] = useState<{ state: string; keys: string[] } | null>(null);
  const [open, setOpen] = useState(onClose !== undefined);
  const labelOf = (code: string) => dict.byCode.get(code)?.label ?? code;
  const change = useMutation({
    mutationFn: (state: string) => records.update(entity.name, record.id, record.version, { [key]: state }),
    onSuccess: (_answer, state) => {
      notify.done(t('page.moved', { state: labelOf(state) }));
      void refresh();
    },
    onError: (error, state) => {
      const keys = toProblem(error)
        .faults.map((fault) => pointedKey(fault.pointer))
        .filter((name) => name !== key && fieldOf(entity, name));
      if (keys.length > 0) setAsked({ state, keys: [...new Set(keys)] });
      else notify.problem(error);
    },
  });
  if (!field) return null;
  const shown = <FieldDisplay field={field} value={record[key]} record={record} place="cell" />;
  const moves = record.can?.moves ?? [];
  if (moves.length === 0 && !onClose) return shown;
  const items: MenuProps['items'] = moves.map((code) => ({
    key: code,
    label: <Tag color={dict.byCode.get(code)?.color}>{labelOf(code)}</Tag>,
    onClick: () => change.mutate(code),
  }));
  if (moves.length === 0) items.push({ key: 'none', disabled: true, label: t('board.stays') });
  const turn = (next: boolean, by: { source: 'trigger' | 'menu' }) => {
    setOpen(next);
    if (!next) onClose?.(by.source === 'trigger');
  };
  return (
    <>
      <Dropdown autoFocus trigger={['click']} open={open} onOpenChange={turn} menu={{ items }}>
        {onClose ? (
          <span className={styles.anchor} />
        ) : (
          <button
            type="button"
            data-state
            className={styles.state}
            aria-label={t('page.move', { state: labelOf(String(record[key])) })}
          >
            {shown}
            <DownOutlined />
          </button>
        )}
      </Dropdown>
      {asked && (
        <RecordFormDrawer
          entity={entity}
          record={{ ...record, [key]: asked.state }}
          title={t('page.move_needs', { state: labelOf(asked.state) })}
          groups={[{ label: null, collapsed: false, rows: asked.keys.map((name) => [name]) }]}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
