import { ExportOutlined, ImportOutlined, PrinterOutlined, ReloadOutlined } from '@ant-design/icons';
import { useSearch } from '@tanstack/react-router';
import { Button, Input, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/api/types';
import { LinkButton } from '@/design/LinkButton';
import { PageHead } from '@/design/PageHead';
import { useNarrow } from '@/design/useNarrow';
import styles from './EntityList.module.css';
import { NewButton } from './NewButton';

function QuickSearch({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <Input.Search
      className={styles.search}
      aria-label={t('list.search')}
      placeholder={t('list.search_hint')}
      allowClear
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => onChange(text.trim())}
    />
  );
}

interface Props {
  entity: Entity;
  /** How many the list has found; undefined while nobody knows. */
  count: number | undefined;
  shown: string;
  q: string;
  onQ: (q: string) => void;
  busy: boolean;
  onRefresh: () => void;
  onExport: () => void;
  /** How the list is looked at. */
  settings: React.ReactNode;
}

/** What this is a list of, how many there are, and what can be done with all of them. */
export function ListHead({ entity, count, shown, q, onQ, busy, onRefresh, onExport, settings }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  // What the list shows stands in the address, and so does what is printed of it.
  const search = useSearch({ strict: false }) as Record<string, string>;
  return (
    <PageHead
      title={entity.label}
      tab={[entity.label]}
      beside={count !== undefined && <span className={styles.count}>{t('list.count', { shown })}</span>}
      actions={
        <>
          <QuickSearch value={q} onChange={onQ} />
          <Tooltip title={t('list.refresh')}>
            <Button
              icon={<ReloadOutlined />}
              aria-label={t('list.refresh')}
              loading={busy && { delay: 200 }}
              onClick={onRefresh}
            />
          </Tooltip>
          {settings}
          {entity.can.import && !narrow && (
            <LinkButton icon={<ImportOutlined />} to="/import" search={{ entity: entity.name }}>
              {t('list.import')}
            </LinkButton>
          )}
          {entity.can.export && (
            <Button icon={<ExportOutlined />} aria-label={t('list.export')} disabled={count === 0} onClick={onExport}>
              {!narrow && t('list.export')}
            </Button>
          )}
          {!narrow && (
            <Tooltip title={t('print.print')}>
              <LinkButton
                icon={<PrinterOutlined />}
                aria-label={t('print.print')}
                to="/print/$entity"
                params={{ entity: entity.name }}
                search={search}
              />
            </Tooltip>
          )}
          {entity.can.create && <NewButton entity={entity} short={narrow} />}
        </>
      }
    />
  );
}
