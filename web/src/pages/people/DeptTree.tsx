import { MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Dropdown, Tree } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import type { Entity, Rec } from '@/api/types';
import { Empty } from '@/design/Empty';
import { Loading } from '@/design/Loading';
import { useNotify } from '@/design/notify';
import { Panel } from '@/design/Panel';
import { ProblemView } from '@/design/ProblemView';
import { type DeptNode, useDeptTree } from '@/fields/dept/tree';
import { RecordFormDrawer } from '@/record/form/RecordFormDrawer';
import { useRefresh, useRemove } from '@/record/hooks';
import { type Prefill, prefillFor } from '@/record/prefill';
import styles from './people.module.css';

interface Props {
  entity: Entity;
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

type Open = { record?: Rec; prefill?: Prefill };

function find(nodes: DeptNode[], id: string): DeptNode | undefined {
  for (const node of nodes) {
    const found = node.value === id ? node : find(node.children, id);
    if (found) return found;
  }
  return undefined;
}

/** The departments as a tree: choose one, add below, rename, move (also by dragging), delete. */
export function DeptTree({ entity, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const notify = useNotify();
  const refresh = useRefresh();
  const { tree, parentKey = '', query } = useDeptTree();
  const [open, setOpen] = useState<Open | null>(null);
  const remove = useRemove(entity.name, () => onChoose(null));
  const move = useMutation({
    mutationFn: ({ node, parent }: { node: DeptNode; parent: string | null }) =>
      records.update(entity.name, node.value, node.record.version, { [parentKey]: parent }),
    onSuccess: (saved, { node }) => {
      const before = (node.record[parentKey] as string | null) ?? null;
      const undo = { run: () => move.mutate({ node: { ...node, record: saved }, parent: before }) };
      notify.done(t('people.moved', { title: node.title }), undo);
      void refresh();
    },
    onError: notify.problem,
  });
  const menuOf = (node: DeptNode) => [
    ...(entity.can.create
      ? [
          {
            key: 'add',
            label: t('people.add_below'),
            onClick: () =>
              setOpen({
                prefill: prefillFor(entity, parentKey, { entity: entity.name, id: node.value, title: node.title }),
              }),
          },
        ]
      : []),
    ...(entity.can.update
      ? [{ key: 'edit', label: t('people.edit_dept'), onClick: () => setOpen({ record: node.record }) }]
      : []),
    ...(entity.can.delete
      ? [{ key: 'delete', danger: true, label: t('common.delete'), onClick: () => void remove(node.record) }]
      : []),
  ];
  if (query.isError) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  return (
    <Panel
      className={styles.tree}
      title={entity.label}
      extra={
        entity.can.create && (
          <Button
            type="text"
            icon={<PlusOutlined />}
            aria-label={t('list.new', { label: entity.label })}
            onClick={() => setOpen({})}
          />
        )
      }
    >
      {query.isPending && <Loading rows={4} />}
      {query.data && tree.length === 0 && (
        <Empty
          text={entity.empty}
          action={
            entity.can.create && <Button onClick={() => setOpen({})}>{t('list.new', { label: entity.label })}</Button>
          }
        />
      )}
      {tree.length > 0 && (
        <Tree<DeptNode>
          blockNode
          defaultExpandAll
          draggable={entity.can.update ? { icon: false } : false}
          treeData={tree}
          selectedKeys={chosen ? [chosen] : []}
          onSelect={([key]) => onChoose(key ? String(key) : null)}
          onDrop={({ dragNode, node, dropToGap }) => {
            const dragged = find(tree, dragNode.value);
            const parent = dropToGap ? ((node.record[parentKey] as string | null) ?? null) : node.value;
            if (dragged && parent !== dragged.record[parentKey]) move.mutate({ node: dragged, parent });
          }}
          titleRender={(node) => {
            const menu = menuOf(node);
            return (
              <span className={styles.node}>
                <span className="ks-ellipsis">{node.title}</span>
                {menu.length > 0 && (
                  <Dropdown trigger={['click']} menu={{ items: menu }}>
                    <Button
                      type="text"
                      size="small"
                      className={styles.nodeMenu}
                      icon={<MoreOutlined />}
                      aria-label={t('people.dept_menu', { title: node.title })}
                      onClick={(event) => event.stopPropagation()}
                    />
                  </Dropdown>
                )}
              </span>
            );
          }}
        />
      )}
      {open && <RecordFormDrawer entity={entity} {...open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}
