import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEntities } from '@/api/catalog';
import { Empty } from '@/design/Empty';
import { PageHead } from '@/design/PageHead';
import { ImportWizard } from './ImportWizard';

/** Brings a list from Excel or CSV in: choose, look, run. */
export function ImportPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const choices = useEntities().filter((entity) => !entity.line && entity.can.import);
  const entity = choices.find((choice) => choice.name === search.entity) ?? choices[0];
  // A run stands in the address, so that it is there again after a reload.
  const go = (next: { entity: string; job?: string }) => void navigate({ to: '/import', search: next, replace: true });
  const title = entity ? t('importing.page_of', { label: entity.label }) : t('list.import');
  return (
    <>
      <PageHead title={title} tab={[title]} crumbs={entity ? [{ label: entity.label, to: `/${entity.name}` }] : []} />
      {entity ? (
        <ImportWizard
          key={entity.name}
          entity={entity}
          choices={choices}
          onEntity={(name) => go({ entity: name })}
          job={search.job}
          onJob={(job) => go({ entity: entity.name, ...(job ? { job } : {}) })}
        />
      ) : (
        <Empty text={t('importing.nothing')} />
      )}
    </>
  );
}
