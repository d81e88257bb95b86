import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { Loading } from '@/design/Loading';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useRecord } from '../hooks';
import type { Target } from '../prefill';
import { Facts } from './Facts';
import { HistoryTab } from './HistoryTab';
import { useJournal } from './journal';
import styles from './page.module.css';
import { RecordHead } from './RecordHead';
import { RelatedTab } from './RelatedTab';
import { TimelineTab } from './TimelineTab';
import { useRelated } from './useRelated';

/** Everything about one record: who it is, what happened, what belongs to it. */
export function RecordPage({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const query = useRecord(entity.name, id);
  const journal = useJournal(entity.name);
  const related = useRelated(entity, id);
  const { tab } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [writing, setWriting] = useState(0);
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading rows={10} />;
  const record = query.data;
  const target: Target = { entity: entity.name, id, title: titleOf(entity, record) };
  const items = [
    {
      key: 'timeline',
      label: t('page.timeline'),
      children: <TimelineTab target={target} journal={journal} writing={writing} />,
    },
    ...related.map((list) => ({
      key: list.entity.name,
      label: (
        <span>
          {list.label}
          {list.count !== undefined && <span className={styles.count}>{list.count}</span>}
        </span>
      ),
      children: <RelatedTab list={list} target={target} />,
    })),
    { key: 'history', label: t('page.history'), children: <HistoryTab entity={entity} id={id} /> },
  ];
  // The open tab stands in the address: it survives a reload, and Back returns to it.
  const open = (key: string) =>
    void navigate({ to: '.', search: key === 'timeline' ? {} : { tab: key }, replace: true, resetScroll: false });
  return (
    <>
      <RecordHead
        entity={entity}
        record={record}
        journal={journal}
        onWrite={() => {
          open('timeline');
          setWriting((times) => times + 1);
        }}
        onHistory={() => open('history')}
      />
      <div className={styles.columns}>
        <Facts entity={entity} record={record} />
        <Panel flush className={styles.main}>
          <Tabs
            className={styles.tabs}
            items={items}
            activeKey={items.some(({ key }) => key === tab) ? tab : 'timeline'}
            onChange={open}
          />
        </Panel>
      </div>
    </>
  );
}
