import { PaperClipOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '@/api/calls';
import { urlOf } from '@/api/http';
import { useNotify } from '@/design/notify';
import { type DisplayProps, type InputProps, type Kit, text, titleAt } from '../kit';

export const fileUrl = (id: string) => urlOf(`/file/${encodeURIComponent(id)}`);

function Display({ field, value, titles, place }: DisplayProps) {
  const { t } = useTranslation();
  const name = titleAt(titles, field.key) ?? t('file.open');
  return (
    <a className={place === 'cell' ? 'ks-ellipsis' : undefined} href={fileUrl(text(value) ?? '')} target="_blank" rel="noreferrer" title={name}>
      <PaperClipOutlined /> {name}
    </a>
  );
}

/** Sends one file at once; the form keeps its id. */
export function FileInput({ field, value, onChange, titles, id, disabled, ...rest }: InputProps) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState<{ id: string; name: string } | null>(null);
  const current = text(value);
  const image = field.type === 'image';
  const name = sent && sent.id === current ? sent.name : (titleAt(titles, field.key) ?? t('file.open'));
  const send = async (file: File) => {
    setBusy(true);
    try {
      const stored = await upload(file, file.name);
      setSent(stored);
      onChange?.(stored.id);
    } catch (error) {
      problem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Upload
      id={id}
      disabled={disabled || busy}
      accept={image ? 'image/*' : undefined}
      maxCount={1}
      listType={image ? 'picture' : 'text'}
      fileList={current ? [{ uid: current, name, status: 'done', url: fileUrl(current), thumbUrl: image ? fileUrl(current) : undefined }] : []}
      beforeUpload={(file) => {
        void send(file);
        return false;
      }}
      onRemove={() => onChange?.(null)}
    >
      <Button icon={<UploadOutlined />} loading={busy} disabled={disabled} aria-label={rest['aria-label']}>
        {image ? t('file.choose_image') : t('file.choose')}
      </Button>
    </Upload>
  );
}

export const fileKit: Kit = { Display, Input: FileInput, width: 180 };
