import { CommentOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf, useEntity } from '@/api/catalog';
import { useRefresh } from '../hooks';
import type { Target } from '../prefill';
import { CommentInput } from './CommentInput';
import { COMMENT } from './comment';
import styles from './comments.module.css';

/** The most that a comment holds, as its field says. */
export function useLongest(): number {
  const max = fieldOf(useEntity(COMMENT), 'content')?.max;
  return typeof max === 'number' ? max : 2000;
}

/** Says something about a record; a click opens the box. */
export function CommentBox({ target }: { target: Target }) {
  const { t } = useTranslation();
  const entity = useEntity(COMMENT);
  const refresh = useRefresh();
  const max = useLongest();
  const [open, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: (body: { content: string; mentions: string[] }) =>
      records.create(COMMENT, { ...body, about: { entity: target.entity, id: target.id } }),
    onSuccess: () => {
      setOpen(false);
      void refresh();
    },
  });
  if (!entity?.can.create || !fieldOf(entity, 'about')?.to.includes(target.entity)) return null;
  if (!open)
    return (
      <Button block className={styles.open} icon={<CommentOutlined />} onClick={() => setOpen(true)}>
        {t('comments.open')}
      </Button>
    );
  return (
    <CommentInput
      focused
      target={target}
      max={max}
      saving={save.isPending}
      error={save.error}
      onSave={(content, mentions) => save.mutate({ content, mentions })}
      onCancel={() => {
        save.reset();
        setOpen(false);
      }}
    />
  );
}
