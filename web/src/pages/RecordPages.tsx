import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, titleOf, useEntity } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { Empty } from '@/design/Empty';
import { LinkButton } from '@/design/LinkButton';
import { Loading } from '@/design/Loading';
import { PageHead } from '@/design/PageHead';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { RecordForm } from '@/record/form/RecordForm';
import { useRecord } from '@/record/hooks';
import { EntityList } from '@/record/list/EntityList';
import { RecordPage } from '@/record/page/RecordPage';
import { NO_PREFILL, type Prefill } from '@/record/prefill';

/** The routes of any entity: /{entity}, /{entity}/new, /{entity}/{id}, /{entity}/{id}/edit. */

function useRouteEntity(): { entity: Entity | undefined; id: string } {
  const { entity = '', id = '' } = useParams({ strict: false });
  const found = useEntity(entity);
  return { entity: found && !found.line && found.can.read ? found : undefined, id };
}

function Unknown() {
  const { t } = useTranslation();
  return <Empty text={t('nav.not_found')} action={<LinkButton to="/">{t('nav.to_home')}</LinkButton>} />;
}

export function ListPage() {
  const { entity } = useRouteEntity();
  return entity ? <EntityList key={entity.name} entity={entity} /> : <Unknown />;
}

export function OnePage() {
  const { entity, id } = useRouteEntity();
  return entity ? <RecordPage key={`${entity.name}/${id}`} entity={entity} id={id} /> : <Unknown />;
}

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
  const [round, setRound] = useState(0);
  const title = t('list.new', { label: entity.label });
  return (
    <>
      <PageHead title={title} tab={[title]} crumbs={[{ label: entity.label, to: `/${entity.name}` }]} />
      <Panel>
        <RecordForm
          key={round}
          entity={entity}
          prefill={prefill}
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
  return entity?.can.create ? <NewRecord key={entity.name} entity={entity} /> : <Unknown />;
}

function EditRecord({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useRecord(entity.name, id);
  // The form keeps the version it began with: a refetch under one's hands must not hide that somebody else saved.
  const [began, setBegan] = useState(query.data);
  if (!began && query.data && !query.isFetching) setBegan(query.data);
  if (query.isError && !began) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!began) return <Loading rows={10} />;
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
      />
      <Panel>
        <RecordForm entity={entity} record={began} onCancel={open} onSaved={open} />
      </Panel>
    </>
  );
}

export function EditPage() {
  const { entity, id } = useRouteEntity();
  return entity ? <EditRecord key={`${entity.name}/${id}`} entity={entity} id={id} /> : <Unknown />;
}
