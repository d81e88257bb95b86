import { ArrowRightOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
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
    reveal: t('history.reveal'),
    distinguish: t('history.distinguish'),
    liken: t('history.liken'),
    import: t('history.import'),
    print: t('history.print'),
    merge: t('history.merge'),
  };
  return (action) => labels[action] ?? action;
}

/** A value of the history in words; it comes with its labels. */
export function Words({ value }: { value: Value }) {
  if (isEmpty(value)) return <span className="ks-muted">-</span>;
  return <span>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>;
}

function Restore({ change, run }: { change: Change; run: (() => void) | undefined }) {
  const { t } = useTranslation();
  if (!run) return null;
  return (
    <Tooltip title={t('history.restore_value')}>
      <Button
        type="text"
        size="small"
        icon={<UndoOutlined />}
        aria-label={t('history.restore_value_of', { label: change.label })}
        onClick={run}
      />
    </Tooltip>
  );
}

const FIRST = 8;

interface Props {
  changes: Change[];
  fresh: boolean;
  /** What puts the old value back, where that can be done. */
  restore?: (change: Change) => (() => void) | undefined;
}

/** Value by value: what it was and what it became; the many values of a new record on demand. */
export function Changes({ changes, fresh, restore }: Props) {
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
                  {isEmpty(change.old) ? (
                    <Words value={null} />
                  ) : (
                    <del>
                      <Words value={change.old} />
                    </del>
                  )}
                  <ArrowRightOutlined aria-label={t('history.became')} />
                </>
              )}
              <Words value={change.new} />
              <Restore change={change} run={restore?.(change)} />
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
