import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Mark } from '@/design/Mark';
import styles from './shell.module.css';

export function Brand({ folded }: { folded: boolean }) {
  const { t } = useTranslation();
  return (
    <Link to="/" className={styles.brand} aria-label={t('nav.brand')}>
      <Mark size={28} />
      {!folded && <span>{t('app.name')}</span>}
    </Link>
  );
}
