import { DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntity } from '@/api/catalog';
import type { Entity } from '@/api/types';
import { useCopy } from '@/design/CopyButton';
import { Icon } from '@/design/Icon';
import { Tabs } from '@/design/Tabs';
import { text, titleAt } from '@/fields/kit';
import type { ListSearch } from './state';
import { useSaveView } from './useSaveView';
import { ViewDialog } from './ViewDialog';
import styles from './ViewTabs.module.css';
import { SAVED_VIEW, type View } from './views';

interface Props {
  entity: Entity;
  views: View[];
  view: View;
  /** What the list shows now, and whether that is something else than the view says. */
  definition: ListSearch;
  changed: boolean;
  onOpen: (id: string) => void;
  /** Beside the menu. */
  extra: React.ReactNode;
}

/** The ways to look at this list, and what can be done with the one that is open. */
export function ViewTabs({ entity, views, view, definition, changed, onOpen, extra }: Props) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const copy = useCopy();
  const kept = useEntity(SAVED_VIEW);
  const [dialog, setDialog] = useState<'new' | 'edit'>();
  const { save, remove } = useSaveView(entity, views, onOpen);
  const unsaved = changed && view.saved !== undefined;
  const ask = async () => {
    const title = t('record.delete_ask', { title: view.name });
    if (await modal.confirm({ title, okText: t('common.delete'), okType: 'danger' })) remove.mutate(view);
  };
  const items: MenuProps['items'] = [
    ...(view.own && changed
      ? [{ key: 'save', label: t('view.save'), onClick: () => save.mutate({ view, body: {}, definition }) }]
      : []),
    ...(kept?.can.create ? [{ key: 'new', label: t('view.save_as'), onClick: () => setDialog('new') }] : []),
    ...(unsaved ? [{ key: 'revert', label: t('view.revert'), onClick: () => onOpen(view.id) }] : []),
    { key: 'copy', label: t('view.copy_link'), onClick: () => void copy(window.location.href) },
    ...(view.own
      ? [
          { type: 'divider' as const },
          { key: 'edit', label: t('view.edit'), onClick: () => setDialog('edit') },
          { key: 'delete', danger: true, label: t('view.delete'), onClick: () => void ask() },
        ]
      : []),
  ];
  const tabs = views.map(({ id, name, saved, own }) => ({
    key: id,
    label: (
      <span
        className={styles.tab}
        title={saved && !own ? t('view.of', { name, who: titleAt(saved.titles, 'owner_id') ?? '' }) : undefined}
      >
        {saved && text(saved.scope_code) !== 'private' && <Icon name="team" />}
        {name}
        {id === view.id && unsaved && <i className={styles.changed} title={t('view.changed')} />}
      </span>
    ),
  }));
  return (
    <>
      <Tabs
        className={styles.tabs}
        aria-label={t('view.tabs')}
        items={tabs}
        activeKey={view.id}
        onChange={onOpen}
        tabBarExtraContent={{
          right: (
            <span className={styles.tools}>
              {extra}
              {unsaved && view.own && (
                <Button type="link" size="small" onClick={() => save.mutate({ view, body: {}, definition })}>
                  {t('common.save')}
                </Button>
              )}
              <Dropdown trigger={['click']} placement="bottomRight" menu={{ items }}>
                <Button type="text" size="small" icon={<DownOutlined />} iconPlacement="end">
                  {t('view.menu')}
                </Button>
              </Dropdown>
            </span>
          ),
        }}
      />
      {dialog && (
        <ViewDialog
          view={dialog === 'edit' ? view : undefined}
          busy={save.isPending}
          error={save.error}
          onCancel={() => {
            save.reset();
            setDialog(undefined);
          }}
          onSave={(body) =>
            save.mutate(dialog === 'edit' ? { view, body } : { body, definition }, {
              onSuccess: () => setDialog(undefined),
            })
          }
        />
      )}
    </>
  );
}
