import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/api/catalog';
import { MINUTE, onClock } from '@/design/dates';
import { useNotify } from '@/design/notify';
import { type Crumb, PageHead } from '@/design/PageHead';
import styles from './print.module.css';

/** A CSS string; nothing in it can end it. */
const quoted = (text: string) => `"${text.replace(/[\\"<\n\r]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `)}"`;

interface Props {
  title: string;
  crumbs: Crumb[];
  /** Lies on its side: for what is wide. */
  wide?: boolean;
  /** Whether all that is to be printed is there. */
  ready: boolean;
  /** Notes who takes what; nothing is printed where that fails. */
  note: () => Promise<unknown>;
  /** What of it is printed. */
  settings?: React.ReactNode;
  children: React.ReactNode;
}

/** What goes on paper, as it will look; each page has its number, who printed it and when at its foot. */
export function Paper({ title, crumbs, wide, ready, note, settings, children }: Props) {
  const { t } = useTranslation();
  const { staff } = useSession();
  const notify = useNotify();
  const [at] = useState(() => onClock().format(MINUTE));
  const noted = useRef(false);
  const latest = useRef(note);
  latest.current = note;
  useEffect(() => {
    // The browser's own command prints too.
    const before = () => {
      if (!noted.current) void latest.current().catch(notify.problem);
    };
    window.addEventListener('beforeprint', before);
    return () => window.removeEventListener('beforeprint', before);
  }, [notify]);
  const print = async () => {
    try {
      await note();
      noted.current = true;
      window.print();
    } catch (error) {
      notify.problem(error);
    } finally {
      noted.current = false;
    }
  };
  const foot = t('print.foot', { name: staff.name, at });
  const page = `@page {
    size: A4 ${wide ? 'landscape' : 'portrait'};
    margin: 14mm 12mm 16mm;
    @bottom-left { content: ${quoted(foot)}; font-size: 8pt; color: #555; }
    @bottom-right { content: ${quoted(t('print.page'))} counter(page) " / " counter(pages); font-size: 8pt; color: #555; }
  }`;
  return (
    <>
      <style>{page}</style>
      <div className="ks-noprint">
        <PageHead
          title={t('print.of', { title })}
          tab={[t('print.of', { title })]}
          crumbs={crumbs}
          actions={
            <Button type="primary" icon={<PrinterOutlined />} loading={!ready} onClick={() => void print()}>
              {t('print.print')}
            </Button>
          }
        />
        <div className={styles.settings}>
          {settings}
          <span className="ks-muted">{t('print.pdf_hint')}</span>
        </div>
      </div>
      <article className={wide ? `${styles.paper} ${styles.wide}` : styles.paper}>{children}</article>
    </>
  );
}
