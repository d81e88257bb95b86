import { DownOutlined, EditOutlined, ExportOutlined, UpOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '@/api/catalog';
import type { Entity, Rec } from '@/api/types';
import { CopyButton } from '@/design/CopyButton';
import { Later } from '@/design/Later';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { ProblemView } from '@/design/ProblemView';
import { useSteady } from '@/design/steady';
import { Tabs } from '@/design/Tabs';
import { useRecord } from '../hooks';
import { Facts } from '../page/Facts';
import { InHand } from '../page/InHand';
import { useJournal } from '../page/journal';
import { StateMenu } from '../page/StateMenu';
import { TimelineTab } from '../page/TimelineTab';
import styles from './PeekDrawer.module.css';
import { stepOf } from './rowKeys';

interface ContentProps {
  entity: Entity;
  id: string;
  tab: string;
  onTab: (tab: string) => void;
}

function Content({ entity, id, tab, onTab }: ContentProps) {
  const { t } = useTranslation();
  const query = useRecord(entity.name, id);
  const journal = useJournal(entity.name);
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading rows={8} />;
  const target = { entity: entity.name, id, title: titleOf(entity, query.data) };
  return (
    <InHand entity={entity} record={query.data}>
      <Tabs
        className={styles.content}
        tabBarExtraContent={
          <span className={styles.tools}>
            {entity.states && <StateMenu entity={entity} record={query.data} />}
            {query.data.can?.update && (
              <LinkButton
                data-edit-open
                size="small"
                icon={<EditOutlined />}
                to="/$entity/$id/edit"
                params={{ entity: entity.name, id }}
              >
                {t('common.edit')}
              </LinkButton>
            )}
          </span>
        }
        items={[
          { key: 'facts', label: t('page.facts'), children: <Facts entity={entity} record={query.data} /> },
          {
            key: 'timeline',
            label: t('page.timeline'),
            children: <TimelineTab target={target} journal={journal} writing={0} />,
          },
        ]}
        activeKey={tab}
        onChange={onTab}
      />
    </InHand>
  );
}

interface Props {
  entity: Entity;
  /** The rows beside which one looks. */
  items: Rec[];
  id: string | undefined;
  onOpen: (id: string | undefined) => void;
  /** Where the rows are one page of several. */
  pages?: { at: number; last: number; turn: (page: number) => void };
}

/** A record beside its list: ↑ ↓ (or K J) go through the rows and from page to page, Esc goes back to the row. */
export function PeekDrawer({ entity, items, id, onOpen, pages }: Props) {
  const { t } = useTranslation();
  const last = useRef<string>(undefined);
  const [tab, setTab] = useState('facts');
  if (id) last.current = id;
  const shown = id ?? last.current;
  const at = items.findIndex((item) => item.id === shown);
  const record = items[at];
  const neighbour = (step: number) => (at < 0 ? undefined : items[at + step]?.id);
  const page = (step: number) => {
    const next = (pages?.at ?? 1) + step;
    return at >= 0 && next >= 1 && next <= (pages?.last ?? 1) ? next : undefined;
  };
  // Which way one went over the edge of a page whose rows have not come yet.
  const turned = useRef<number>(undefined);
  const go = useSteady((step: number) => {
    const [next, over] = [neighbour(step), page(step)];
    if (next) onOpen(next);
    else if (over) {
      turned.current = step;
      pages?.turn(over);
    }
  });
  useEffect(() => {
    const step = turned.current;
    if (!step || at >= 0 || items.length === 0) return;
    turned.current = undefined;
    if (id) onOpen(items.at(step > 0 ? 0 : -1)?.id);
  }, [id, at, items, onOpen]);
  useEffect(() => {
    if (!id) return;
    const listen = (event: KeyboardEvent) => {
      const step = stepOf(event);
      if (!step) return;
      event.preventDefault();
      go(step);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [id, go]);
  // Not by the drawer's own word: one that is left while it still comes in says nothing when it is gone.
  useEffect(() => {
    if (!id && last.current) document.querySelector<HTMLElement>(`[data-row="${last.current}"]`)?.focus();
  }, [id]);
  const step = (by: number, label: string, icon: React.ReactNode) => (
    <Tooltip title={label}>
      <Button
        type="text"
        icon={icon}
        aria-label={label}
        disabled={!neighbour(by) && !page(by)}
        onClick={() => go(by)}
      />
    </Tooltip>
  );
  return (
    <Drawer
      open={id !== undefined}
      size={720}
      destroyOnHidden
      focusable={{ focusTriggerAfterClose: false }}
      styles={{ wrapper: { maxWidth: '100vw' }, body: { padding: 0 } }}
      title={
        <span className={styles.title}>
          <span className="ks-ellipsis">{record ? titleOf(entity, record) : entity.label}</span>
          {record && <CopyButton text={titleOf(entity, record)} />}
        </span>
      }
      extra={
        <span className={styles.tools}>
          {at >= 0 && <span className="ks-muted">{t('peek.place', { at: at + 1, of: items.length })}</span>}
          {step(-1, t('peek.previous'), <UpOutlined />)}
          {step(1, t('peek.next'), <DownOutlined />)}
          {shown && (
            <Link className={styles.whole} to="/$entity/$id" params={{ entity: entity.name, id: shown }}>
              <ExportOutlined /> {t('peek.whole')}
            </Link>
          )}
        </span>
      }
      onClose={() => onOpen(undefined)}
    >
      <Later meanwhile={<Loading rows={8} />}>
        {shown && <Content key={shown} entity={entity} id={shown} tab={tab} onTab={setTab} />}
      </Later>
    </Drawer>
  );
}
