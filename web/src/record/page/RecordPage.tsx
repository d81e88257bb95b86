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
import { RelatedTab, useRelated } from './RelatedTab';
import { TimelineTab } from './TimelineTab';

/** Everything about one record: who it is, what happened, what belongs to it. */
export function RecordPage({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const query = useRecord(entity.name, id);
  const journal = useJournal(entity.name);
  const related = useRelated(entity, id);
  const [tab, setTab] = useState<string | null>(null);
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
      key: list.key,
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
  return (
    <>
      <RecordHead
        entity={entity}
        record={record}
        journal={journal}
        onWrite={() => {
          setTab('timeline');
          setWriting((times) => times + 1);
        }}
      />
      <div className={styles.columns}>
        <Facts entity={entity} record={record} />
        <Panel flush className={styles.main}>
          <Tabs className={styles.tabs} items={items} activeKey={tab ?? 'timeline'} onChange={setTab} />
        </Panel>
      </div>
    </>
  );
}
