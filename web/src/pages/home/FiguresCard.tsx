import { ReloadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldOf, useEntity } from '@/api/catalog';
import type { HomeCard, HomeFigure } from '@/api/home';
import { countOf, group } from '@/design/numbers';
import { Panel } from '@/design/Panel';
import { useList } from '@/record/hooks';
import styles from './home.module.css';
import { openRows } from './RowsCard';

function useCount(entity: string, filter: string | undefined) {
  const declared = useEntity(entity);
  const fields = declared && fieldOf(declared, declared.title) ? declared.title : 'id';
  return useList(entity, { filter, limit: 1, count: 'capped', fields }, filter !== undefined);
}

/** How a number compares with the time before: by how many, in words, and whether that is good. */
function Compared({ figure, now, before }: { figure: HomeFigure; now: number; before: number }) {
  const by = now - before;
  const sign = by > 0 ? '+' : '';
  const tone = by === 0 ? 'ks-muted' : by > 0 === figure.bad ? styles.worse : styles.better;
  return (
    <span className={styles.than}>
      {figure.than?.label} <span className={tone}>{by === 0 ? '±0' : `${sign}${group(String(by))}`}</span>
    </span>
  );
}

function Tile({ figure }: { figure: HomeFigure }) {
  const { t } = useTranslation();
  const found = useCount(figure.entity, figure.filter);
  const before = useCount(figure.entity, figure.than?.filter);
  const [now, then] = [found.data?.count, before.data?.count];
  const exact = !found.data?.more && !before.data?.more;
  if (found.isError)
    return (
      <div className={styles.tile}>
        <span className={styles.measure}>{figure.label}</span>
        <Button size="small" icon={<ReloadOutlined />} onClick={() => void found.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    );
  return (
    <Tooltip title={figure.help}>
      <Link
        className={styles.tile}
        to="/$entity"
        params={{ entity: figure.entity }}
        search={openRows(figure.filter, figure.label)}
      >
        <span className={styles.measure}>{figure.label}</span>
        {now === undefined ? (
          <Skeleton.Button active size="small" className={styles.bone} />
        ) : (
          <strong className={figure.bad && now > 0 ? styles.worse : undefined}>{countOf(found.data)}</strong>
        )}
        {now !== undefined && then !== undefined && figure.than && exact && (
          <Compared figure={figure} now={now} before={then} />
        )}
      </Link>
    </Tooltip>
  );
}

/** Numbers side by side; each comes on its own, and one that fails keeps the others from nothing. */
export function FiguresCard({ card }: { card: HomeCard & { figures: HomeFigure[] } }) {
  return (
    <Panel title={card.label}>
      <div className={styles.tiles}>
        {card.figures.map((figure) => (
          <Tile key={figure.figure} figure={figure} />
        ))}
      </div>
    </Panel>
  );
}
