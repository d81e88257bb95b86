import styles from './Panel.module.css';

interface Props {
  title?: React.ReactNode;
  extra?: React.ReactNode;
  /** Without inner space, for tables. */
  flush?: boolean;
  className?: string;
  /** What the guided tour calls it. */
  tour?: string;
  children: React.ReactNode;
}

/** The white sheet that content stands on. */
export function Panel({ title, extra, flush, className = '', tour, children }: Props) {
  return (
    <section className={`${styles.panel} ${className}`} data-tour={tour}>
      {(title || extra) && (
        <div className={styles.head}>
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
