import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { useEntity, useSession } from '@/api/catalog';
import type { Rec } from '@/api/types';
import { useRefresh, useRemove } from '../hooks';
import type { Target } from '../prefill';
import { useLongest } from './CommentBox';
import { CommentInput } from './CommentInput';
import { COMMENT } from './comment';
import styles from './comments.module.css';
import { pieces } from './mentions';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** A comment in the timeline: its words, and for whoever wrote it the means to change or delete it. */
export function CommentEntry({ record, target }: { record: Rec; target: Target }) {
  const { t } = useTranslation();
  const entity = useEntity(COMMENT);
  const me = useSession().staff.id;
  const refresh = useRefresh();
  const remove = useRemove(COMMENT);
  const max = useLongest();
  const [editing, setEditing] = useState(false);
  const save = useMutation({
    mutationFn: (body: { content: string; mentions: string[] }) =>
      records.update(COMMENT, record.id, record.version, body),
    onSuccess: () => {
      setEditing(false);
      void refresh();
    },
  });
  const content = String(record.content ?? '');
  const names = texts(record.titles?.mentions);
  if (editing) {
    const named = texts(record.mentions).map((id, place) => ({ id, name: names[place] ?? '' }));
    return (
      <CommentInput
        focused
        target={target}
        start={content}
        named={named}
        max={max}
        saving={save.isPending}
        error={save.error}
        onSave={(text, mentions) => save.mutate({ content: text, mentions })}
        onCancel={() => {
          save.reset();
          setEditing(false);
        }}
      />
    );
  }
  let place = 0;
  return (
    <>
      <div className={styles.said}>
        {pieces(content, names).map((piece) => {
          place += piece.text.length;
          return piece.named ? (
            <span key={place} className={styles.named}>
              {piece.text}
            </span>
          ) : (
            piece.text
          );
        })}
      </div>
      {record.created_by === me && (
        <div className={styles.deeds}>
          {entity?.can.update && (
            <Button type="link" size="small" onClick={() => setEditing(true)}>
              {t('common.edit')}
            </Button>
          )}
          {entity?.can.delete && (
            <Button type="link" size="small" onClick={() => void remove(record)}>
              {t('common.delete')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
