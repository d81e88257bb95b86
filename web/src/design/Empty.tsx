import styles from './Empty.module.css';

interface Props {
  text: string;
  action?: React.ReactNode;
  /** There is nothing else on the page: the sentence is its heading. */
  alone?: boolean;
}

/** Nothing here yet: one sentence, at most one thing to do. */
export function Empty({ text, action, alone }: Props) {
  const Sentence = alone ? 'h1' : 'p';
  return (
    <div className={styles.empty}>
      <svg width="56" height="44" viewBox="0 0 56 44" aria-hidden className={styles.art}>
        <rect x="6" y="10" width="44" height="30" rx="4" />
        <path d="M6 18h44M14 26h18M14 32h11" />
        <path d="M18 4h20" />
      </svg>
      <Sentence>{text}</Sentence>
      {action}
    </div>
  );
}
