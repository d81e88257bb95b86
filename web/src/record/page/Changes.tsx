import { ArrowRightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, Value } from '@/api/types';
import { isEmpty } from '@/fields/kit';
import styles from './timeline.module.css';

/** What was done, in a word. */
export function useActionLabel(): (action: string) => string {
  const { t } = useTranslation();
  const labels: Record<string, string> = {
    create: t('history.create'),
    update: t('history.update'),
    delete: t('history.delete'),
    restore: t('history.restore'),
    share: t('history.share'),
    unshare: t('history.unshare'),
    distinguish: t('history.distinguish'),
    liken: t('history.liken'),
    import: t('history.import'),
    merge: t('history.merge'),
  };
  return (action) => labels[action] ?? action;
}

function words(value: Value): string {
  if (isEmpty(value)) return '-';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const FIRST = 8;

/** Value by value: what it was and what it became; the many values of a new record on demand. */
export function Changes({ changes, fresh }: { changes: Change[]; fresh: boolean }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  if (changes.length === 0) return null;
  const long = changes.length > FIRST + 2;
  const shown = long && !whole ? changes.slice(0, FIRST) : changes;
  return (
    <>
      <dl className={styles.changes}>
        {shown.map((change) => (
          <div key={change.field}>
            <dt>{change.label}</dt>
            <dd>
              {!fresh && (
                <>
                  {isEmpty(change.old) ? <span className="ks-muted">-</span> : <del>{words(change.old)}</del>}
                  <ArrowRightOutlined aria-label={t('history.became')} />
                </>
              )}
              <span>{words(change.new)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {long && (
        <Button
          type="link"
          size="small"
          className={styles.unfold}
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {whole ? t('history.fold') : t('history.unfold', { count: changes.length })}
        </Button>
      )}
    </>
  );
}
