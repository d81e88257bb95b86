import { Link } from '@tanstack/react-router';
import { Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalog, useEntity } from '@/api/catalog';
import type { HomeCard } from '@/api/home';
import { Panel } from '@/design/Panel';
import { useList } from '@/record/hooks';
import { SAVED_VIEW } from '@/record/list/views';
import styles from './home.module.css';

const MOST = 5;
/** As many as are proposed to who has chosen none. */
const PROPOSED = 3;

interface Choice {
  /** A path of this page. */
  value: string;
  label: string;
}

/** What one can have at hand: new records, lists and pages, saved views. */
function useChoices(): Choice[] {
  const { t } = useTranslation();
  const { menus, entities } = useCatalog();
  const readable = useEntity(SAVED_VIEW)?.can.read === true;
  const params = { sort: 'entity_name', fields: 'name,entity_name', limit: 200 };
  const views = useList(SAVED_VIEW, params, readable).data?.items ?? [];
  const items = menus.flatMap((menu) => menu.items);
  const known = items.flatMap((item) => entities[item.entity ?? ''] ?? []);
  return [
    ...known
      .filter((entity) => entity.can.create)
      .map((entity) => ({ value: `/${entity.name}/new`, label: t('list.new', { label: entity.label }) })),
    ...known
      .filter((entity) => entity.can.import)
      .map((entity) => ({ value: `/import?entity=${entity.name}`, label: t('home.import', { label: entity.label }) })),
    ...known.map((entity) => ({ value: `/${entity.name}`, label: entity.label })),
    ...items.flatMap(({ page, label }) =>
      page && page !== 'home' ? [{ value: `/${page}`, label: label ?? page }] : [],
    ),
    ...views.flatMap((view) => {
      const entity = entities[String(view.entity_name)];
      return entity
        ? [{ value: `/${entity.name}?view=${view.id}`, label: `${entity.label} · ${String(view.name)}` }]
        : [];
    }),
  ];
}

interface Props {
  card: HomeCard;
  /** null = nobody has chosen yet. */
  links: string[] | null;
  onChange?: (links: string[]) => void;
}

/** Up to five places that the person wants one click away. */
export function LinksCard({ card, links, onChange }: Props) {
  const { t } = useTranslation();
  const choices = useChoices();
  const [draft, setDraft] = useState<string[]>();
  const chosen = links ?? choices.slice(0, PROPOSED).map(({ value }) => value);
  const shown = chosen.flatMap((value) => choices.find((choice) => choice.value === value) ?? []);
  const choose = onChange && (
    <Button type="link" size="small" onClick={() => setDraft(shown.map(({ value }) => value))}>
      {t('home.choose')}
    </Button>
  );
  return (
    <Panel title={card.label} extra={choose}>
      {shown.length === 0 ? (
        <span className="ks-muted">{t('home.no_links')}</span>
      ) : (
        <div className={styles.links}>
          {shown.map(({ value, label }) => (
            <Link
              key={value}
              // Paths that were chosen from those there are.
              to={(value.split('?')[0] ?? '') as '/'}
              search={Object.fromEntries(new URLSearchParams(value.split('?')[1]))}
            >
              {label}
            </Link>
          ))}
        </div>
      )}
      <Modal
        open={draft !== undefined}
        title={t('home.choose_links', { most: MOST })}
        okText={t('common.save')}
        onOk={() => {
          onChange?.(draft ?? []);
          setDraft(undefined);
        }}
        onCancel={() => setDraft(undefined)}
      >
        <Select
          mode="multiple"
          maxCount={MOST}
          style={{ width: '100%' }}
          aria-label={card.label}
          value={draft}
          options={choices}
          optionFilterProp="label"
          onChange={setDraft}
        />
      </Modal>
    </Panel>
  );
}
