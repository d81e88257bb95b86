import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { records } from '@/api/calls';
import { titleOf, useEntity } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Rec } from '@/api/types';

export interface DeptNode {
  key: string;
  value: string;
  title: string;
  record: Rec;
  children: DeptNode[];
}

const MANY = { limit: 200, sort: 'position' };

/** All departments as a tree; the field that links a department to the one above it is found in the catalog. */
export function useDeptTree(wanted = true) {
  const entity = useEntity('dept');
  const parentKey = entity?.fields.find((field) => field.type === 'dept' && field.writable)?.key;
  const query = useQuery({
    queryKey: keys.list('dept', { ...MANY, all: true }),
    queryFn: async ({ signal }) => {
      const items: Rec[] = [];
      for (let page = 1; ; page += 1) {
        const answer = await records.list('dept', { ...MANY, page }, signal);
        items.push(...answer.items);
        if (answer.items.length < MANY.limit) return items;
      }
    },
    enabled: wanted && entity !== undefined,
    staleTime: 60_000,
  });
  const items = query.data;
  const tree = useMemo(() => {
    const nodes = new Map<string, DeptNode>();
    for (const record of items ?? [])
      nodes.set(record.id, { key: record.id, value: record.id, title: titleOf(entity, record), record, children: [] });
    const roots: DeptNode[] = [];
    for (const node of nodes.values()) {
      const parent = parentKey ? nodes.get(String(node.record[parentKey] ?? '')) : undefined;
      (parent?.children ?? roots).push(node);
    }
    return roots;
  }, [items, entity, parentKey]);
  return { tree, parentKey, query };
}
