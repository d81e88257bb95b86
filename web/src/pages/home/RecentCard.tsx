import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCatalog } from '@/api/catalog';
import type { HomeCard } from '@/api/home';
import { Empty } from '@/design/Empty';
import { Icon } from '@/design/Icon';
import { Panel } from '@/design/Panel';
import { useRecent } from '@/record/recent';
import styles from './home.module.css';
import { ToList } from './RowsCard';

/** What the person opened last on this machine. */
export function RecentCard({ card }: { card: HomeCard }) {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const recent = useRecent().filter(({ entity }) => entities[entity]?.can.read);
  const { customer } = entities;
  return (
    <Panel flush title={card.label}>
      {recent.length === 0 && (
        <Empty text={t('home.nothing_recent')} action={customer?.can.read && <ToList entity={customer} />} />
      )}
      <ul className={styles.list}>
        {recent.map(({ entity, id, title }) => (
          <li key={id} className={styles.line}>
            <span className="ks-muted" title={entities[entity]?.label}>
              <Icon name={entities[entity]?.icon} />
            </span>
            <Link className="ks-ellipsis" to="/$entity/$id" params={{ entity, id }}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
