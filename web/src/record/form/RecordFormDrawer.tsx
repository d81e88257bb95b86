import { Drawer } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity, FormGroup, Rec } from '@/api/types';
import { LeaveDialog } from '@/design/LeaveDialog';
import type { Prefill } from '../prefill';
import type { Layout } from './layouts';
import { RecordForm } from './RecordForm';

interface Props {
  entity: Entity;
  record?: Rec;
  prefill?: Prefill;
  groups?: FormGroup[];
  layout?: Layout;
  nested?: boolean;
  title?: string;
  onClose: () => void;
  onSaved?: (record: Rec) => void;
}

/** A form beside what one was looking at. */
export function RecordFormDrawer({ entity, record, title, onClose, onSaved, ...rest }: Props) {
  const { t } = useTranslation();
  const dirty = useRef(false);
  const discard = useRef(() => {});
  const [asking, setAsking] = useState(false);
  const close = () => {
    if (dirty.current) setAsking(true);
    else onClose();
  };
  return (
    <Drawer
      open
      size={rest.nested ? 560 : 720}
      styles={{ wrapper: { maxWidth: '100vw' }, body: { paddingBottom: 0 } }}
      title={title ?? (record ? t('form.edit_title', { label: entity.label }) : t('list.new', { label: entity.label }))}
      onClose={close}
    >
      <RecordForm
        entity={entity}
        record={record}
        {...rest}
        discard={discard}
        onDirty={(value) => {
          dirty.current = value;
        }}
        onCancel={close}
        onSaved={(saved) => {
          onSaved?.(saved);
          onClose();
        }}
      />
      <LeaveDialog
        open={asking}
        onLeave={() => {
          discard.current();
          onClose();
        }}
        onKeep={onClose}
        onStay={() => setAsking(false)}
      />
    </Drawer>
  );
}
