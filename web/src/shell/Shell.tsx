import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import { setKeysOn } from '@/design/keys';
import { takeBackOffered } from '@/design/notify';
import { useHotkey } from '@/design/useHotkey';
import { useInHand, useNarrow } from '@/design/useNarrow';
import { fetchControls } from '@/fields/later';
import { startWatch } from '@/offline/watch';
import { QuickWriter } from '@/record/page/QuickWriter';
import { BottomBar } from './BottomBar';
import { Brand } from './Brand';
import { Nav } from './Nav';
import { useLive } from './notices/useLive';
import { OfflineBar } from './OfflineBar';
import { SessionEnded } from './SessionEnded';
import { StepUp } from './StepUp';
import styles from './shell.module.css';
import { TopBar } from './TopBar';

const FOLDED = 'keshu.nav_folded';

/** After this the first page is drawn, ms. */
const CALM = 1500;

/** Navigation, top bar and the page between them. */
export function Shell() {
  const { t } = useTranslation();
  useLive();
  useHotkey('undo', takeBackOffered);
  const narrow = useNarrow();
  const inHand = useInHand();
  const client = useQueryClient();
  const { staff } = useSession();
  useEffect(() => setKeysOn(staff.has_keys !== false), [staff.has_keys]);
  const [folded, setFolded] = useState(localStorage.getItem(FOLDED) === '1');
  const [drawer, setDrawer] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new path closes the drawer
  useEffect(() => setDrawer(false), [path]);
  useEffect(() => {
    let stop = () => {};
    const timer = setTimeout(() => {
      fetchControls();
      stop = startWatch(client);
    }, CALM);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
  const fold = () => {
    localStorage.setItem(FOLDED, folded ? '0' : '1');
    setFolded(!folded);
  };
  return (
    <div className={styles.shell}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {t('nav.skip')}
      </button>
      {!narrow && (
        <aside className={`${styles.side} ${folded ? styles.folded : ''} ks-noprint`}>
          <Brand folded={folded} />
          <div className={styles.menu}>
            <Nav folded={folded} />
          </div>
          <Button
            type="text"
            className={styles.fold}
            icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
            aria-label={folded ? t('nav.unfold') : t('nav.fold')}
            onClick={fold}
          />
        </aside>
      )}
      {narrow && (
        <Drawer
          open={drawer}
          placement="left"
          size={260}
          title={<Brand folded={false} />}
          onClose={() => setDrawer(false)}
          styles={{ body: { padding: '8px 0' } }}
        >
          <Nav folded={false} onNavigate={() => setDrawer(false)} />
        </Drawer>
      )}
      <div className={styles.right}>
        <TopBar onMenu={() => setDrawer(true)} />
        <OfflineBar />
        <main id="main" ref={main} tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
      </div>
      <QuickWriter />
      {inHand && <BottomBar />}
      <SessionEnded />
      <StepUp />
    </div>
  );
}
