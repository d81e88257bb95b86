import styles from './Tag.module.css';

const COLORS = ['green', 'blue', 'red', 'orange', 'gold', 'grey'] as const;
export type TagColor = (typeof COLORS)[number];

/** A word with a colour; the colour never says anything that the word does not. */
export function Tag({ color, children }: { color?: string | null; children: React.ReactNode }) {
  const known = COLORS.find((name) => name === color) ?? 'grey';
  const title = typeof children === 'string' ? children : undefined;
  return (
    <span className={`${styles.tag} ${styles[known]}`} title={title}>
      {children}
    </span>
  );
}
