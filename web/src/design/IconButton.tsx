import styles from './IconButton.module.css';

interface Props extends React.ComponentProps<'button'> {
  icon: React.ReactNode;
  /** What it does, for who hears it and for who points at it. */
  label: string;
  /** Fewer words for who sees what it stands beside. */
  hint?: string;
}

/** A small button that is nothing but its icon. A list has hundreds of them, so it is as plain as the browser's own. */
export function IconButton({ icon, label, hint, className = '', ...rest }: Props) {
  return (
    <button
      {...rest}
      type="button"
      className={`${styles.button} ${className}`}
      aria-label={label}
      title={hint ?? label}
    >
      {icon}
    </button>
  );
}
