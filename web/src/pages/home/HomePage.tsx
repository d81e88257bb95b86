import { SlidersOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalog, useSession } from '@/api/catalog';
import type { HomeCard } from '@/api/home';
import { onClock } from '@/design/dates';
import { Loading } from '@/design/Loading';
import { say } from '@/design/live';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { moved, PLACES, type Place, useArrangement } from './arrangement';
import { CardFrame } from './CardFrame';
import { FiguresCard } from './FiguresCard';
import styles from './home.module.css';
import { LinksCard } from './LinksCard';
import { RecentCard } from './RecentCard';
import { RowsCard } from './RowsCard';
import { TodoCard } from './TodoCard';

function useGreeting(): string {
  const { t } = useTranslation();
  const { staff } = useSession();
  const hour = onClock().hour();
  if (hour < 12) return t('home.morning', { name: staff.name });
  return hour < 18 ? t('home.afternoon', { name: staff.name }) : t('home.evening', { name: staff.name });
}

/** Where the day begins: what waits, how things stand, what moved; in the order that the person likes. */
export function HomePage() {
  const { t } = useTranslation();
  const greeting = useGreeting();
  const { home: cards } = useCatalog();
  const { isPending, arrangement, changed, mayArrange, arrange, reset } = useArrangement(cards);
  const [arranging, setArranging] = useState(false);
  const [carried, setCarried] = useState<string>();
  const labelOf = (name: string) => cards.find(({ card }) => card === name)?.label ?? name;
  const move = (name: string, to: Place | 'hidden', at: number) => {
    arrange(moved(arrangement, name, to, at));
    say(
      to === 'hidden'
        ? t('home.now_hidden', { label: labelOf(name) })
        : t('home.now_at', { label: labelOf(name), at: at + 1 }),
    );
  };
  const drop = (to: Place, at: number) => {
    if (carried) move(carried, to, at);
    setCarried(undefined);
  };
  const content = (card: HomeCard) => {
    switch (card.kind) {
      case 'todo':
        return <TodoCard card={card} otherwise={cards.find(({ kind }) => kind === 'list')} />;
      case 'list':
        return <RowsCard card={card} />;
      case 'figures':
        return <FiguresCard card={card} />;
      case 'recent':
        return <RecentCard card={card} />;
      default:
        return (
          <LinksCard
            card={card}
            links={arrangement.links}
            onChange={mayArrange ? (links) => arrange({ ...arrangement, links }) : undefined}
          />
        );
    }
  };
  const column = (place: Place) => {
    const there = arrangement[place];
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the buttons of each card do the same
      <div
        key={place}
        className={styles.column}
        onDragOver={(event) => carried && event.preventDefault()}
        onDrop={() => drop(place, there.length)}
      >
        {there.map((name, at) => {
          const card = cards.find((known) => known.card === name);
          if (!card) return null;
          return (
            <CardFrame
              key={name}
              label={card.label}
              arranging={arranging}
              carried={carried === name}
              up={at > 0 ? () => move(name, place, at - 1) : undefined}
              down={at < there.length - 1 ? () => move(name, place, at + 1) : undefined}
              across={() => move(name, place === 'main' ? 'side' : 'main', 0)}
              wide={place === 'main'}
              hide={() => move(name, 'hidden', 0)}
              onCarry={(carrying) => setCarried(carrying ? name : undefined)}
              onDrop={() => drop(place, at)}
            >
              {content(card)}
            </CardFrame>
          );
        })}
        {arranging && there.length === 0 && <p className={styles.vacant}>{t('home.vacant')}</p>}
      </div>
    );
  };
  return (
    <>
      <PageHead
        title={greeting}
        tab={[t('home.tab')]}
        beside={<span className="ks-muted">{onClock().format(t('home.date_format'))}</span>}
        actions={
          mayArrange && (
            <>
              {arranging && changed && <Button onClick={reset}>{t('home.reset')}</Button>}
              <Button
                type={arranging ? 'primary' : 'text'}
                icon={arranging ? undefined : <SlidersOutlined />}
                onClick={() => setArranging(!arranging)}
              >
                {arranging ? t('home.arranged') : t('home.arrange')}
              </Button>
            </>
          )
        }
      />
      {arranging && (
        <Panel className={styles.shelf} title={t('home.shelf')}>
          {arrangement.hidden.length === 0 && <span className="ks-muted">{t('home.shelf_empty')}</span>}
          {arrangement.hidden.map((name) => (
            <Button
              key={name}
              onClick={() => {
                const place = cards.find(({ card }) => card === name)?.place ?? 'main';
                move(name, place, arrangement[place].length);
              }}
            >
              {t('home.show', { label: labelOf(name) })}
            </Button>
          ))}
        </Panel>
      )}
      {isPending ? (
        <Loading rows={8} />
      ) : (
        <div className={arranging ? `${styles.columns} ${styles.arranging}` : styles.columns} data-tour="home">
          {PLACES.map(column)}
        </div>
      )}
    </>
  );
}
