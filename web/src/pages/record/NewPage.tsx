import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { RecordForm } from '@/record/form/RecordForm';
import { NO_PREFILL, type Prefill } from '@/record/prefill';
import { NotFound } from '../NotFound';
import styles from './record.module.css';
import { useRouteEntity } from './useRouteEntity';

/** `?customer_id=…` fills links of a new record. */
function usePrefill(entity: Entity): Prefill {
  const search = useSearch({ strict: false });
  const known = Object.entries(search).filter(([key]) => fieldOf(entity, key)?.writable);
  return known.length > 0 ? { values: Object.fromEntries(known), titles: {} } : NO_PREFILL;
}

function NewRecord({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const prefill = usePrefill(entity);
  const { draft } = useSearch({ strict: false }) as { draft?: string };
  const [round, setRound] = useState(0);
  const title = t('list.new', { label: entity.label });
  return (
    <>
      <PageHead title={title} tab={[title]} crumbs={[{ label: entity.label, to: `/${entity.name}` }]} />
      <Panel className={styles.form}>
        <RecordForm
          key={round}
          entity={entity}
          prefill={prefill}
          draftId={round === 0 ? draft : undefined}
          offerAgain
          onCancel={() => router.history.back()}
          onSaved={(saved, again) => {
            if (again) setRound(round + 1);
            else void navigate({ to: '/$entity/$id', params: { entity: entity.name, id: saved.id }, replace: true });
          }}
        />
      </Panel>
    </>
  );
}

export function NewPage() {
  const { entity } = useRouteEntity();
  return entity?.can.create ? <NewRecord key={entity.name} entity={entity} /> : <NotFound />;
}
