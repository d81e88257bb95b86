import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import type { Entity, Field, Rec, Value } from '@/api/types';
import { CopyButton } from '@/design/CopyButton';
import { ProblemView } from '@/design/ProblemView';
import { FieldDisplay } from '@/fields/FieldView';
import { text } from '@/fields/kit';
import styles from './page.module.css';

/** How long a value stays open before somebody who walks by could read it, in milliseconds. */
const OPEN = 60_000;
const LONGEST = 200;

interface Props {
  entity: Entity;
  field: Field;
  record: Rec;
}

/** A masked value with a way to see it whole: for a purpose, for a minute, and the audit keeps it. */
export function Reveal({ entity, field, record }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState<{ value: Value }>();
  useEffect(() => {
    if (!open) return;
    const cover = () => setOpen(undefined);
    const timer = setTimeout(cover, OPEN);
    document.addEventListener('visibilitychange', cover);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', cover);
    };
  }, [open]);
  const value = open ? open.value : record[field.key];
  const copied = text(value);
  const deed = open ? t('reveal.cover', { label: field.label }) : t('reveal.show', { label: field.label });
  return (
    <>
      <FieldDisplay field={field} value={value} record={record} titles={{}} place="fact" />
      <span className={styles.reveal}>
        {open && copied && <CopyButton text={copied} />}
        <Button
          type="text"
          size="small"
          icon={open ? <EyeInvisibleOutlined /> : <EyeOutlined />}
          aria-label={deed}
          title={deed}
          onClick={() => (open ? setOpen(undefined) : setAsking(true))}
        />
      </span>
      {asking && (
        <RevealDialog
          entity={entity}
          field={field}
          record={record}
          onShown={(shown) => {
            setOpen({ value: shown });
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface DialogProps extends Props {
  onShown: (value: Value) => void;
  onClose: () => void;
}

/** Asks what somebody wants to see a value for; the usual reasons are a touch away. */
function RevealDialog({ entity, field, record, onShown, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState('');
  const reveal = useMutation({
    mutationFn: () =>
      records.act<{ value: Value }>(entity.name, record.id, 'reveal', { body: { field: field.key, purpose } }),
    onSuccess: ({ value }) => onShown(value),
  });
  const usual = [
    t('reveal.usual_check'),
    t('reveal.usual_contact'),
    t('reveal.usual_contract'),
    t('reveal.usual_asked'),
  ];
  const send = () => purpose.trim() && reveal.mutate();
  return (
    <Modal
      open
      width={440}
      title={t('reveal.show', { label: field.label })}
      okText={t('reveal.ok')}
      okButtonProps={{ disabled: !purpose.trim() }}
      confirmLoading={reveal.isPending}
      onOk={send}
      onCancel={onClose}
    >
      <p className="ks-muted">{t('reveal.explain')}</p>
      <Form layout="vertical" onFinish={send}>
        <Form.Item label={t('reveal.purpose')} htmlFor="reveal-purpose" required>
          <Input
            id="reveal-purpose"
            autoFocus
            maxLength={LONGEST}
            value={purpose}
            onChange={(event) => setPurpose(event.target.value)}
          />
        </Form.Item>
        <div className={styles.usual}>
          {usual.map((reason) => (
            <Tag.CheckableTag key={reason} checked={purpose === reason} onChange={() => setPurpose(reason)}>
              {reason}
            </Tag.CheckableTag>
          ))}
        </div>
      </Form>
      {reveal.isError && <ProblemView error={reveal.error} />}
    </Modal>
  );
}
