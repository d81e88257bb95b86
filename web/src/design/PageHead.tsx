import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PageHead.module.css';

export interface Crumb {
  label: string;
  /** A path of this page; absent where there is nothing to open. */
  to?: string;
}

/** Sets the tab title: `海川泵业 · 客户 · 客枢`. */
export function useTabTitle(parts: string[]): void {
  const { t } = useTranslation();
  const title = [...parts.filter(Boolean), t('app.name')].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}

interface Props {
  title: React.ReactNode;
  /** The words of the tab title, nearest first. */
  tab: string[];
  crumbs?: Crumb[];
  /** Beside the title. */
  beside?: React.ReactNode;
  /** At the right: what can be done here. */
  actions?: React.ReactNode;
  children?: React.ReactNode;
}

/** The head of every page: where am I, what is this, what can I do. */
export function PageHead({ title, tab, crumbs = [], beside, actions, children }: Props) {
  const { t } = useTranslation();
  useTabTitle(tab);
  return (
    <header className={styles.head}>
      {crumbs.length > 0 && (
        <nav aria-label={t('nav.breadcrumb')} className={styles.crumbs}>
          {crumbs.map((crumb, index) => (
            <span key={crumb.label}>
              {index > 0 && (
                <span className={styles.slash} aria-hidden>
                  /
                </span>
              )}
              {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label}
            </span>
          ))}
        </nav>
      )}
      <div className={styles.row}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {beside}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </header>
  );
}
