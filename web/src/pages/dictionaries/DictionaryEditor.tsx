import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Table, type TableProps, Tooltip } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { fieldOf, fieldsOf, titleOf, useEntity } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Rec } from '@/api/types';
import { Empty } from '@/design/Empty';
import { useNotify } from '@/design/notify';
import { SaveButton } from '@/design/SaveButton';
import { UnsavedGuard } from '@/design/UnsavedGuard';
import { useHotkey } from '@/design/useHotkey';
import { FieldDisplay } from '@/fields/FieldView';
import { useRefresh } from '@/record/hooks';
import people from '../people/people.module.css';
import styles from './dictionaries.module.css';
import { ItemDialog } from './ItemDialog';
import { codeOf, type Item, type ItemNode, itemsOf, treeOf, withItem } from './items';

/** The items of one dictionary; nothing is sent before Save. */
export function DictionaryEditor({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const client = useQueryClient();
  const lineEntity = useEntity(fieldOf(entity, 'items')?.of ?? '');
  const [items, setItems] = useState<Item[]>(() => itemsOf(record));
  const [dirty, setDirty] = useState(false);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<Item | null>(null);
  const levels = record.is_tree === true;
  const word = typed.trim().toLowerCase();
  const rows = useMemo<ItemNode[]>(() => {
    const found = word ? items.filter((item) => JSON.stringify(item.line).toLowerCase().includes(word)) : items;
    return levels && !word ? treeOf(found) : found;
  }, [items, word, levels]);
  const save = useMutation({
    mutationFn: () => records.update(entity.name, record.id, record.version, { items: items.map((item) => item.line) }),
    onSuccess: () => {
      setDirty(false);
      notify.done(t('dictionaries.saved', { title: titleOf(entity, record) }));
      void client.invalidateQueries({ queryKey: keys.catalog });
      void refresh();
    },
    onError: notify.problem,
  });
  useHotkey('save', () => dirty && save.mutate());
  if (!lineEntity) return <Empty text={t('dictionaries.none')} />;
  const editable = record.can?.update ?? false;
  const fields = fieldsOf(lineEntity, lineEntity.list.columns).filter((field) => levels || field.key !== 'parent_code');
  const startItem = (parent: string | null): Item => ({
    key: `new${items.length}`,
    line: { item_code: '', parent_code: parent, is_active: true },
  });
  const columns: TableProps<ItemNode>['columns'] = fields.map((field) => ({
    key: field.key,
    title: field.label,
    width: field.key === 'item_code' ? 180 : field.type === 'boolean' ? 80 : 150,
    ellipsis: true,
    render: (_value, item) => (
      <span className={item.line.is_active === false ? styles.inactive : undefined}>
        <FieldDisplay field={field} value={item.line[field.key]} record={item.line} place="cell" />
      </span>
    ),
  }));
  if (editable) {
    columns.push({
      key: 'actions',
      title: t('common.actions'),
      width: levels ? 96 : 72,
      fixed: 'right',
      render: (_value, item) => (
        <span className={styles.rowTools}>
          <Tooltip title={t('common.edit')}>
            <Button
              type="text"
              size="small"
              icon={<EditOutlined />}
              aria-label={t('list.edit_one', { title: codeOf(item) })}
              onClick={() => setOpen({ key: item.key, line: item.line })}
            />
          </Tooltip>
          {levels && (
            <Tooltip title={t('dictionaries.add_below')}>
              <Button
                type="text"
                size="small"
                icon={<PlusOutlined />}
                aria-label={t('dictionaries.add_below')}
                onClick={() => setOpen(startItem(codeOf(item)))}
              />
            </Tooltip>
          )}
        </span>
      ),
    });
  }
  const clear = <Button onClick={() => setTyped('')}>{t('list.clear_filters')}</Button>;
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => setOpen(startItem(null))}>
      {t('dictionaries.add')}
    </Button>
  );
  return (
    <>
      <div className={people.roleTools}>
        <h2>
          {titleOf(entity, record)} <span className="ks-muted">{items.length}</span>
        </h2>
        <div>
          <Input.Search
            allowClear
            aria-label={t('dictionaries.find_item')}
            placeholder={t('dictionaries.find_item')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {editable && (
            <>
              {add}
              <SaveButton disabled={!dirty} saving={save.isPending} onClick={() => save.mutate()} />
            </>
          )}
        </div>
      </div>
      {typeof record.source === 'string' && record.source && (
        <p className={`ks-muted ${people.gridPart}`}>
          {t('dictionaries.source', { source: record.source.replace(/^source:\s*/i, '') })}
        </p>
      )}
      <div className={people.gridPart}>
        <Table<ItemNode>
          key={word ? 'found' : 'all'}
          rowKey="key"
          size="small"
          virtual={items.length > 200}
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 760, y: items.length > 200 ? 560 : undefined }}
          locale={{
            emptyText: (
              <Empty
                text={word ? t('dictionaries.not_found') : lineEntity.empty}
                action={word ? clear : editable && add}
              />
            ),
          }}
        />
      </div>
      {open && (
        <ItemDialog
          entity={lineEntity}
          item={open}
          items={items}
          levels={levels}
          onClose={() => setOpen(null)}
          onDone={(item) => {
            setItems(withItem(items, item));
            setDirty(true);
            setOpen(null);
          }}
        />
      )}
      <UnsavedGuard when={() => dirty} />
    </>
  );
}
