import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldList, titleOf, useEntity } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { useList, useRecord } from '@/record/hooks';
import people from '../people/people.module.css';
import { DictionaryEditor } from './DictionaryEditor';
import styles from './dictionaries.module.css';

function Chosen({ entity, id }: { entity: Entity; id: string }) {
  const query = useRecord(entity.name, id);
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  return <DictionaryEditor key={query.data.version} entity={entity} record={query.data} />;
}

/** The choices of select boxes: which dictionary, which items. */
export function DictionariesPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id: wanted } = useSearch({ strict: false });
  const entity = useEntity('dictionary');
  const [typed, setTyped] = useState('');
  const query = useList(
    'dictionary',
    {
      sort: entity?.list.sort,
      limit: 200,
      fields: entity && fieldList(entity, [entity.title, 'dict_key', 'english_name']),
    },
    entity !== undefined,
  );
  const title = t('dictionaries.page');
  const items = query.data?.items ?? [];
  const shown = items.filter((item) => `${titleAndKey(item)}`.toLowerCase().includes(typed.trim().toLowerCase()));
  const id = wanted ?? items[0]?.id;
  return (
    <>
      <PageHead title={title} tab={[title]} />
      {!entity && <Empty text={t('dictionaries.none')} />}
      {query.isError && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {entity && !query.isError && (
        <div className={people.columns}>
          <Panel flush className={styles.side}>
            <div className={styles.find}>
              <Input.Search
                allowClear
                aria-label={t('dictionaries.find')}
                placeholder={t('dictionaries.find')}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </div>
            {query.isPending && <Loading />}
            {query.data && shown.length === 0 && (
              <Empty
                text={typed ? t('dictionaries.not_found') : entity.empty}
                action={typed !== '' && <Button onClick={() => setTyped('')}>{t('list.clear_filters')}</Button>}
              />
            )}
            <ul className={`${people.roles} ${styles.scroll}`}>
              {shown.map((item) => (
                <li key={item.id}>
                  <button
                    type="button"
                    aria-current={item.id === id}
                    onClick={() => void navigate({ to: '/dictionaries', search: { id: item.id }, replace: true })}
                  >
                    {titleOf(entity, item)}
                    <small className="ks-ellipsis">{String(item.dict_key ?? '')}</small>
                  </button>
                </li>
              ))}
            </ul>
          </Panel>
          <Panel flush>{id && <Chosen key={id} entity={entity} id={id} />}</Panel>
        </div>
      )}
    </>
  );
}

function titleAndKey(item: Record<string, unknown>): string {
  return `${item.name ?? ''} ${item.dict_key ?? ''} ${item.english_name ?? ''}`;
}
