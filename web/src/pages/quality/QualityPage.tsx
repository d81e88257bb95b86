import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Tag as AntTag, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { quality } from '@/api/calls';
import { useEntities } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Figure, Quality } from '@/api/quality';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { group } from '@/design/numbers';
import { PageHead } from '@/design/PageHead';
import { ProblemView } from '@/design/ProblemView';
import { Tabs } from '@/design/Tabs';
import { NewButton } from '@/record/list/NewButton';
import { FieldTable } from './FieldTable';
import { FigureLink } from './FigureLink';
import { GroupTable } from './GroupTable';
import styles from './quality.module.css';

const DAYS = ['90', '180', '365', '730'];

function Card({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className={styles.card}>
      <span className="ks-muted">{label}</span>
      <strong>{children}</strong>
    </div>
  );
}

function Cards({ entity, found }: { entity: Entity; found: Quality }) {
  const { t } = useTranslation();
  const stale = t('quality.stale', { days: found.days });
  const open = (figure: Figure, why: string) => <FigureLink entity={entity} figure={figure} why={why} />;
  return (
    <div className={styles.cards}>
      <Card label={t('quality.rows')}>{group(String(found.rows))}</Card>
      <Card label={stale}>{open(found.stale, stale)}</Card>
      {entity.similar.length > 0 && (
        <Card label={t('quality.doubtful')}>
          {found.doubtful.count > 0 ? (
            <Link to="/duplicates" search={{ entity: entity.name }}>
              {group(String(found.doubtful.count))}
            </Link>
          ) : (
            <span className="ks-muted">0</span>
          )}
        </Card>
      )}
      {found.left_open && <Card label={t('quality.left_open')}>{open(found.left_open, t('quality.left_open'))}</Card>}
    </div>
  );
}

function EntityQuality({ entity, days, filter }: { entity: Entity; days?: string; filter?: string }) {
  const params = { days, filter };
  const query = useQuery({
    queryKey: keys.quality(entity.name, params),
    queryFn: ({ signal }) => quality(entity.name, params, signal),
  });
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Loading />;
  if (query.data.rows === 0)
    return <Empty text={entity.empty} action={entity.can.create && <NewButton entity={entity} />} />;
  return (
    <div className={styles.page}>
      <Cards entity={entity} found={query.data} />
      <FieldTable entity={entity} found={query.data} />
      {query.data.owners.length > 0 && <GroupTable found={query.data} />}
    </div>
  );
}

/** How good the data is, entity by entity; every figure opens its rows. */
export function QualityPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  // What a company counts has a number or can be there twice.
  const kept = useEntities().filter(
    (entity) => !entity.line && entity.can.read && (entity.number || entity.similar.length > 0),
  );
  const chosen = kept.find((entity) => entity.name === search.entity) ?? kept[0];
  const title = t('quality.page');
  const go = (change: Record<string, string | undefined>) => {
    const next = Object.entries({ ...search, ...change }).filter((pair): pair is [string, string] => Boolean(pair[1]));
    void navigate({ to: '/quality', search: Object.fromEntries(next), replace: true });
  };
  if (!chosen) return <Empty text={t('quality.nothing')} />;
  return (
    <>
      <PageHead
        title={title}
        tab={[title]}
        actions={
          <Select
            aria-label={t('quality.days')}
            value={search.days ?? '365'}
            options={DAYS.map((days) => ({ value: days, label: t('quality.days_of', { days }) }))}
            onChange={(days) => go({ days })}
          />
        }
      />
      <Tabs
        activeKey={chosen.name}
        items={kept.map((entity) => ({ key: entity.name, label: entity.label }))}
        onChange={(entity) => go({ entity, filter: undefined, name: undefined })}
      />
      {search.filter && (
        <p>
          <AntTag
            closable={{ 'aria-label': t('list.clear_where') }}
            onClose={() => go({ filter: undefined, name: undefined })}
          >
            {t('quality.only', { name: search.name ?? search.filter })}
          </AntTag>
        </p>
      )}
      <EntityQuality entity={chosen} days={search.days} filter={search.filter} />
    </>
  );
}
