import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ChoiceBar.module.css';
import type { ListState } from './state';

const NONE: string[] = [];

/** The ticked rows. They outlive paging and sorting; other conditions begin anew. */
export function useChoice({ q, filters }: ListState): [string[], (ids: string[]) => void] {
  const under = JSON.stringify([q, filters]);
  const [choice, setChoice] = useState({ under, ids: NONE });
  return [choice.under === under ? choice.ids : NONE, (ids) => setChoice({ under, ids })];
}

/** What can be done with the ticked rows; in sight however long the list is. */
export function ChoiceBar({ count, onExport, onClear }: { count: number; onExport: () => void; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.bar}>
      <span role="status">{t('list.chosen', { count })}</span>
      <Button type="link" size="small" onClick={onExport}>
        {t('list.export')}
      </Button>
      <Button type="link" size="small" onClick={onClear}>
        {t('list.choose_none')}
      </Button>
    </div>
  );
}
