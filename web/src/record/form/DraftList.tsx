import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useEntity } from '@/api/catalog';
import type { FormDraft } from '@/api/forms';
import { keys } from '@/api/keys';
import { CopyButton } from '@/design/CopyButton';
import { showMoment } from '@/design/dates';
import { Panel } from '@/design/Panel';
import { FieldDisplay } from '@/fields/FieldView';
import { text } from '@/fields/kit';
import { dropDraft } from './drafts';
import styles from './form.module.css';
import { useDrafts } from './useDraft';

/** Own drafts, all or those of one record: to go on with, to read and copy, to give up. */
export function DraftList({ recordId }: { recordId?: string }) {
  const { t } = useTranslation();
  const drafts = (useDrafts().data ?? []).filter((draft) => !recordId || draft.record_id === recordId);
  if (recordId && drafts.length === 0) return null;
  return (
    <Panel title={t('draft.mine')}>
      <p className="ks-muted">{t('draft.explain')}</p>
      {drafts.map((draft) => (
        <DraftItem key={draft.id} draft={draft} opened={recordId !== undefined} />
      ))}
    </Panel>
  );
}

function DraftItem({ draft, opened }: { draft: FormDraft; opened: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const entity = useEntity(draft.entity);
  const [open, setOpen] = useState(opened);
  const name = draft.record_id
    ? t('draft.of_record', { label: draft.label, title: draft.title ?? t('draft.out_of_reach') })
    : t('list.new', { label: draft.label });
  const mayOpen = entity && (draft.record_id ? draft.title !== null : entity.can.create);
  const drop = async () => {
    await dropDraft(draft.id);
    await client.invalidateQueries({ queryKey: keys.formDrafts });
  };
  return (
    <section className={styles.draft}>
      <div className={styles.draftHead}>
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {name}
          <span className="ks-muted">{showMoment(draft.saved_at)}</span>
        </button>
        {mayOpen && (
          <Link
            to={draft.record_id ? '/$entity/$id/edit' : '/$entity/new'}
            params={{ entity: draft.entity, id: draft.record_id ?? '' }}
            search={{ draft: draft.id }}
          >
            {t('draft.go_on')}
          </Link>
        )}
        <Button type="link" size="small" onClick={() => void drop()}>
          {t('draft.discard')}
        </Button>
      </div>
      {open && (
        <dl className={styles.words}>
          {Object.entries(draft.values).map(([key, value]) => {
            const field = fieldOf(entity, key);
            const plain = text(value);
            return (
              <div key={key}>
                <dt>{draft.labels[key] ?? key}</dt>
                <dd>
                  {field ? (
                    <FieldDisplay
                      field={field}
                      value={value}
                      record={draft.values}
                      titles={key in draft.titles ? draft.titles : undefined}
                      place="fact"
                    />
                  ) : (
                    (plain ?? JSON.stringify(value))
                  )}
                  {plain && <CopyButton text={plain} />}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </section>
  );
}
