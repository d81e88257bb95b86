import { useQuery } from '@tanstack/react-query';
import { Button, Mentions } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { keys } from '@/api/keys';
import { ProblemView } from '@/design/ProblemView';
import { SaveButton } from '@/design/SaveButton';
import { useDebounced } from '@/design/useDebounced';
import type { Target } from '../prefill';
import styles from './comments.module.css';
import { namedIn, type Person } from './mentions';

interface Props {
  target: Target;
  start?: string;
  /** Whom the text names already. */
  named?: Person[];
  saving: boolean;
  error: unknown;
  focused?: boolean;
  max: number;
  onSave: (content: string, mentions: string[]) => void;
  onCancel: () => void;
}

/** A text in which @ names colleagues; who cannot read the record is shown so. */
export function CommentInput({ target, start = '', named = [], saving, error, focused, max, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(start);
  const [q, setQ] = useState<string>();
  const known = useRef(new Map(named.map((person) => [person.id, person])));
  const asked = useDebounced(q, 200);
  const found = useQuery({
    queryKey: keys.readers(target.entity, target.id, asked ?? ''),
    queryFn: () => records.readers(target.entity, target.id, asked ?? ''),
    enabled: asked !== undefined,
  });
  for (const person of found.data?.items ?? []) known.current.set(person.id, person);
  const options = (found.data?.items ?? []).map((person) => ({
    key: person.id,
    value: person.name,
    label: (
      <span className={styles.option}>
        <span>{person.name}</span>
        <span className="ks-muted">{person.may_read ? person.dept : t('comments.cannot_read')}</span>
      </span>
    ),
  }));
  const save = () => {
    if (text.trim()) onSave(text.trim(), namedIn(text, [...known.current.values()]));
  };
  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Mentions
        aria-label={t('comments.write')}
        placeholder={t('comments.hint')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        autoFocus={focused}
        maxLength={max}
        value={text}
        options={options}
        filterOption={false}
        loading={found.isFetching}
        notFoundContent={t('comments.nobody')}
        onSearch={setQ}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      <div className={styles.foot}>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <SaveButton htmlType="submit" saving={saving} disabled={!text.trim()} keys="Ctrl+Enter" />
      </div>
      {error !== null && error !== undefined && <ProblemView error={error} />}
    </form>
  );
}
