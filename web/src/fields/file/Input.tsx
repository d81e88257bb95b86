import { UploadOutlined } from '@ant-design/icons';
import { Button, Upload, type UploadFile } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalog } from '@/api/catalog';
import { upload } from '@/api/files';
import { fileUrl, thumbnailUrl } from '@/api/http';
import { useNotify } from '@/design/notify';
import { bytes } from '@/design/numbers';
import { type InputProps, text, titleAt } from '../kit';
import { usePreview } from './opener';
import { useSizeCheck } from './useSizeCheck';

/** Sends one file at once; the form keeps its id. */
export function FileInput({ field, value, onChange, titles, id, disabled, ...rest }: InputProps) {
  const { t } = useTranslation();
  const { problem } = useNotify();
  const { file_limit: limit } = useCatalog();
  const tooLarge = useSizeCheck();
  const [sending, setSending] = useState<UploadFile | null>(null);
  const [sent, setSent] = useState<{ id: string; name: string } | null>(null);
  const stop = useRef<AbortController | null>(null);
  const current = text(value);
  const image = field.type === 'image';
  const name = sent && sent.id === current ? sent.name : (titleAt(titles, field.key) ?? t('file.open'));
  const preview = usePreview(current ? [{ id: current, name }] : []);
  const send = async (file: File) => {
    if (tooLarge(file)) return;
    const control = new AbortController();
    stop.current = control;
    const show = (share: number) =>
      setSending({ uid: ' sending', name: file.name, status: 'uploading', percent: Math.floor(share * 100) });
    show(0);
    try {
      const stored = await upload(file, file.name, { onProgress: show, signal: control.signal });
      setSent(stored);
      onChange?.(stored.id);
    } catch (error) {
      if (!control.signal.aborted) problem(error);
    } finally {
      setSending(null);
    }
  };
  const kept: UploadFile = {
    uid: current ?? '',
    name,
    status: 'done',
    url: current && fileUrl(current),
    thumbUrl: image && current ? thumbnailUrl(current, 'small') : undefined,
  };
  return (
    <>
      <Upload
        id={id}
        disabled={disabled}
        accept={image ? 'image/png,image/jpeg,image/gif,image/webp' : undefined}
        maxCount={1}
        listType={image ? 'picture' : 'text'}
        fileList={sending ? [sending] : current ? [kept] : []}
        beforeUpload={(file) => {
          void send(file);
          return false;
        }}
        onPreview={() => current && preview.open(current)}
        onRemove={() => (sending ? stop.current?.abort() : onChange?.(null))}
      >
        <Button
          icon={<UploadOutlined />}
          loading={sending !== null}
          disabled={disabled}
          title={t('file.at_most', { size: bytes(limit) })}
          aria-label={rest['aria-label']}
        >
          {image ? t('file.choose_image') : t('file.choose')}
        </Button>
      </Upload>
      {preview.dialog}
    </>
  );
}
