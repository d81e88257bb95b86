import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '@/api/catalog';
import { toProblem } from '@/api/problem';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Later } from '@/design/Later';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { useTabTitle } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemCode, ProblemView } from '@/design/ProblemView';
import { Tabs } from '@/design/Tabs';
import { ATTACHMENT, AttachmentTab } from '../attachments/AttachmentTab';
import { useRecord } from '../hooks';
import type { Target } from '../prefill';
import { forget, remember } from '../recent';
import { Facts } from './Facts';
import { HistoryTab } from './HistoryTab';
import { InHand } from './InHand';
import { useJournal } from './journal';
import styles from './page.module.css';
import { RecordHead } from './RecordHead';
import { RelatedTab } from './RelatedTab';
import { TimelineTab } from './TimelineTab';
import { useRelated } from './useRelated';

/** A record that is gone or out of reach needs no second try but a way on. */
function NoRecord({ entity, error, retry }: { entity: Entity; error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const problem = toProblem(error);
  useTabTitle([problem.title, entity.label]);
  if (problem.status !== 404) return <ProblemView error={error} retry={retry} />;
  const back = (
    <LinkButton to="/$entity" params={{ entity: entity.name }}>
      {t('page.to_list', { label: entity.label })}
    </LinkButton>
  );
  return (
    <Panel>
      <Empty
        alone
        text={problem.detail}
        action={
          <>
            {back}
            <ProblemCode problem={problem} />
          </>
        }
      />
    </Panel>
  );
}

/** Everything about one record: who it is, what happened, what belongs to it. */
export function RecordPage({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const query = useRecord(entity.name, id);
  const journal = useJournal(entity.name);
  const related = useRelated(entity, id);
  const { tab } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [writing, setWriting] = useState(0);
  const title = query.data && titleOf(entity, query.data);
  const target: Target = useMemo(() => ({ entity: entity.name, id, title: title ?? '' }), [entity.name, id, title]);
  const gone = query.isError && toProblem(query.error).status === 404;
  useEffect(() => {
    if (title !== undefined) remember({ entity: entity.name, id, title });
    else if (gone) forget(id);
  }, [entity.name, id, title, gone]);
  if (query.isError) return <NoRecord entity={entity} error={query.error} retry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <Panel flush>
        <Loading rows={10} />
      </Panel>
    );
  const record = query.data;
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
      children:
        list.entity.name === ATTACHMENT ? (
          <AttachmentTab list={list} target={target} />
        ) : (
          <Later meanwhile={<Loading />}>
            <RelatedTab list={list} target={target} />
          </Later>
        ),
    })),
    {
      key: 'history',
      label: t('page.history'),
      children: (
        <Later meanwhile={<Loading />}>
          <HistoryTab entity={entity} record={record} />
        </Later>
      ),
    },
  ];
  // The open tab stands in the address: it survives a reload, and Back returns to it.
  const open = (key: string) =>
    void navigate({ to: '.', search: key === 'timeline' ? {} : { tab: key }, replace: true, resetScroll: false });
  return (
    <InHand entity={entity} record={record}>
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
    </InHand>
  );
}
