import { Drawer } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity, FormGroup, Rec } from '@/api/types';
import { LeaveDialog } from '@/design/LeaveDialog';
import type { Prefill } from '../prefill';
import { RecordForm } from './RecordForm';

interface Props {
  entity: Entity;
  record?: Rec;
  prefill?: Prefill;
  groups?: FormGroup[];
  title?: string;
  onClose: () => void;
  onSaved?: (record: Rec) => void;
}

/** A form beside what one was looking at. */
export function RecordFormDrawer({ entity, record, prefill, groups, title, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const dirty = useRef(false);
  const [asking, setAsking] = useState(false);
  const close = () => {
    if (dirty.current) setAsking(true);
    else onClose();
  };
  return (
    <Drawer
      open
      size={720}
      styles={{ wrapper: { maxWidth: '100vw' }, body: { paddingBottom: 0 } }}
      title={title ?? (record ? t('form.edit_title', { label: entity.label }) : t('list.new', { label: entity.label }))}
      onClose={close}
    >
      <RecordForm
        entity={entity}
        record={record}
        prefill={prefill}
        groups={groups}
        onDirty={(value) => {
          dirty.current = value;
        }}
        onCancel={close}
        onSaved={(saved) => {
          onSaved?.(saved);
          onClose();
        }}
      />
      <LeaveDialog open={asking} onLeave={onClose} onStay={() => setAsking(false)} />
    </Drawer>
  );
}
