import styles from './Empty.module.css';

/** Nothing here yet: one sentence, at most one thing to do. */
export function Empty({ text, action }: { text: string; action?: React.ReactNode }) {
  return (
    <div className={styles.empty}>
      <svg width="56" height="44" viewBox="0 0 56 44" aria-hidden className={styles.art}>
        <rect x="6" y="10" width="44" height="30" rx="4" />
        <path d="M6 18h44M14 26h18M14 32h11" />
        <path d="M18 4h20" />
      </svg>
      <p>{text}</p>
      {action}
    </div>
  );
}
