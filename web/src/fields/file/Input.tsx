import { UploadOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '@/api/calls';
import { fileUrl } from '@/api/http';
import { useNotify } from '@/design/notify';
import { type InputProps, text, titleAt } from '../kit';

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
      fileList={
        current
          ? [
              {
                uid: current,
                name,
                status: 'done',
                url: fileUrl(current),
                thumbUrl: image ? fileUrl(current) : undefined,
              },
            ]
          : []
      }
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
