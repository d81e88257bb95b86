import { Drawer, Modal } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity, FormGroup, Rec } from '@/api/types';
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
  const [modal, holder] = Modal.useModal();
  const dirty = useRef(false);
  const close = async () => {
    const leave = dirty.current
      ? !(await modal.confirm({
          title: t('unsaved.title'),
          content: t('unsaved.text'),
          okText: t('unsaved.stay'),
          cancelText: t('unsaved.leave'),
        }))
      : true;
    if (leave) onClose();
  };
  return (
    <Drawer
      open
      size={720}
      styles={{ wrapper: { maxWidth: '100vw' }, body: { paddingBottom: 0 } }}
      title={title ?? (record ? t('form.edit_title', { label: entity.label }) : t('list.new', { label: entity.label }))}
      onClose={() => void close()}
    >
      {holder}
      <RecordForm
        entity={entity}
        record={record}
        prefill={prefill}
        groups={groups}
        onDirty={(value) => {
          dirty.current = value;
        }}
        onCancel={() => void close()}
        onSaved={(saved) => {
          onSaved?.(saved);
          onClose();
        }}
      />
    </Drawer>
  );
}
