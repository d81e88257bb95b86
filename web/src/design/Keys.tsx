import { useTranslation } from 'react-i18next';
import styles from './Keys.module.css';

const SHOWN: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };

const APPLE = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

/** One way to press it: `Ctrl+k`, or `g h` one after the other. */
export function Keys({ of }: { of: string }) {
  const { t } = useTranslation();
  const show = (key: string) => {
    if (key === '') return t('keys.space');
    if (key === 'Ctrl') return APPLE ? '⌘' : key;
    return SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  };
  return (
    <span className={styles.keys}>
      {of
        .trim()
        .split(/[+ ]/)
        .map((key) => (
          <kbd key={key} className={styles.key}>
            {show(key)}
          </kbd>
        ))}
    </span>
  );
}
