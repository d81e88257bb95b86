import type { Rec, Value } from '@/api/types';
import { linesOf } from '@/fields/lines/lines';

/** An item of a dictionary: a line of the record. The key is for this page only. */
export interface Item {
  key: string;
  line: Record<string, Value>;
}

export interface ItemNode extends Item {
  children?: ItemNode[];
}

export const codeOf = (item: Item) => String(item.line.item_code ?? '');
const parentOf = (item: Item) => String(item.line.parent_code ?? '');

export function itemsOf(record: Rec): Item[] {
  return linesOf(record.items).map((line, index) => ({ key: String(line.id ?? index), line }));
}

/** Items below their parents, in the order they have. */
export function treeOf(items: Item[]): ItemNode[] {
  const nodes = new Map<string, ItemNode>(items.map((item) => [codeOf(item), { ...item }]));
  const roots: ItemNode[] = [];
  for (const node of nodes.values()) {
    const parent = parentOf(node) ? nodes.get(parentOf(node)) : undefined;
    if (!parent || parent === node) {
      roots.push(node);
    } else {
      parent.children ??= [];
      parent.children.push(node);
    }
  }
  return roots;
}

/** Puts a new item behind the last one with the same parent, or changes the one it is. */
export function withItem(items: Item[], item: Item): Item[] {
  if (items.some((other) => other.key === item.key))
    return items.map((other) => (other.key === item.key ? item : other));
  const last = items.findLastIndex((other) => parentOf(other) === parentOf(item) || codeOf(other) === parentOf(item));
  return last < 0 ? [...items, item] : items.toSpliced(last + 1, 0, item);
}
