import { Button, Form, Radio, Switch } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './export.module.css';
import type { ExportChoice } from './order';

interface Props {
  found: string;
  narrowed: boolean;
  /** How many rows are ticked, and how many columns the list has. */
  chosen: number;
  columns: number;
  /** Whether the rows can be business cards. */
  cards: boolean;
  busy: boolean;
  onCancel: () => void;
  onSubmit: (choice: ExportChoice) => void;
}

/** Which rows, which columns, what sort of file. */
export function ExportForm({ found, narrowed, chosen, columns, cards, busy, onCancel, onSubmit }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [choice, setChoice] = useState<ExportChoice>({
    rows: chosen > 0 ? 'chosen' : 'found',
    columns: 'shown',
    format: 'xlsx',
    forExcel: true,
  });
  const change = (part: Partial<ExportChoice>) => setChoice({ ...choice, ...part });
  const all = narrowed ? t('exporting.found', { count: found }) : t('exporting.every', { count: found });
  return (
    <Form layout="vertical" onFinish={() => onSubmit(choice)}>
      <Form.Item className={styles.rows} label={t('exporting.rows')}>
        {chosen > 0 ? (
          <Radio.Group
            aria-label={t('exporting.rows')}
            vertical
            value={choice.rows}
            options={[
              { value: 'chosen', label: t('exporting.chosen', { count: chosen }) },
              { value: 'found', label: all },
            ]}
            onChange={(event) => change({ rows: event.target.value })}
          />
        ) : (
          all
        )}
      </Form.Item>
      <Form.Item label={t('exporting.columns')} hidden={choice.format === 'vcf'}>
        <Radio.Group
          aria-label={t('exporting.columns')}
          vertical
          value={choice.columns}
          options={[
            { value: 'shown', label: t('exporting.columns_shown', { count: columns }) },
            { value: 'every', label: t('exporting.columns_every') },
          ]}
          onChange={(event) => change({ columns: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('exporting.format')}>
        <Radio.Group
          aria-label={t('exporting.format')}
          value={choice.format}
          options={[
            { value: 'xlsx', label: t('exporting.xlsx') },
            { value: 'csv', label: t('exporting.csv') },
            ...(cards ? [{ value: 'vcf', label: t('exporting.vcf') }] : []),
          ]}
          onChange={(event) => change({ format: event.target.value })}
        />
        {choice.format === 'csv' && (
          <div className={styles.excel}>
            <Switch
              id={id}
              size="small"
              aria-describedby={`${id}help`}
              checked={choice.forExcel}
              onChange={(forExcel) => change({ forExcel })}
            />
            <label htmlFor={id}>{t('exporting.for_excel')}</label>
            <span id={`${id}help`} className="ks-muted">
              {t('exporting.for_excel_help')}
            </span>
          </div>
        )}
      </Form.Item>
      <div className={styles.foot}>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('list.export')}
        </Button>
      </div>
    </Form>
  );
}
