import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { Loading } from '@/design/Loading';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { DraftList } from '@/record/form/DraftList';
import { RecordForm } from '@/record/form/RecordForm';
import { useRecord } from '@/record/hooks';
import { ChangedNotice } from '@/record/presence/ChangedNotice';
import { PresentPeople } from '@/record/presence/PresentPeople';
import { usePresence } from '@/record/presence/usePresence';
import { NotFound } from '../NotFound';
import styles from './record.module.css';
import { useRouteEntity } from './useRouteEntity';

function EditRecord({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useRecord(entity.name, id);
  // The form keeps the version it began with: a refetch under one's hands must not hide that somebody else saved.
  const [began, setBegan] = useState(query.data);
  if (!began && query.data && !query.isFetching) setBegan(query.data);
  const others = usePresence(entity.name, id, 'edit');
  const { draft } = useSearch({ strict: false }) as { draft?: string };
  if (query.isError && !began)
    return (
      <>
        <ProblemView error={query.error} retry={() => void query.refetch()} />
        <DraftList recordId={id} />
      </>
    );
  if (!began)
    return (
      <Panel flush>
        <Loading rows={10} />
      </Panel>
    );
  const title = titleOf(entity, began);
  const open = () => void navigate({ to: '/$entity/$id', params: { entity: entity.name, id } });
  return (
    <>
      <PageHead
        title={t('form.edit_title', { label: entity.label })}
        tab={[title, t('form.edit_title', { label: entity.label })]}
        crumbs={[
          { label: entity.label, to: `/${entity.name}` },
          { label: title, to: `/${entity.name}/${id}` },
        ]}
        beside={<PresentPeople people={others} />}
      />
      <Panel className={styles.form}>
        <ChangedNotice entity={entity} id={id} />
        <RecordForm entity={entity} record={began} draftId={draft} onCancel={open} onSaved={open} />
      </Panel>
    </>
  );
}

export function EditPage() {
  const { entity, id } = useRouteEntity();
  return entity ? <EditRecord key={`${entity.name}/${id}`} entity={entity} id={id} /> : <NotFound />;
}
