import type { DictItem } from '@/api/types';

function commonStart(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}

/**
 * For each code with others below it, what all codes of its branch begin with and no other code does:
 * `310000` (Shanghai) has `310`. A branch without such a beginning is not in the answer.
 */
export function branchesOf(items: DictItem[]): Map<string, string> {
  const parents = new Map(items.map((item) => [item.code, item.parent]));
  const branches = new Map<string, { start: string; size: number }>();
  for (const { code } of items) {
    for (let at = parents.get(code), steps = 0; at && steps < 8; at = parents.get(at), steps += 1) {
      const branch = branches.get(at) ?? { start: at, size: 1 };
      branches.set(at, { start: commonStart(branch.start, code), size: branch.size + 1 });
    }
  }
  const codes = items.map((item) => item.code).sort();
  const alone = ({ start, size }: { start: string; size: number }) =>
    start !== '' && codes.filter((code) => code.startsWith(start)).length === size;
  return new Map([...branches].filter(([, branch]) => alone(branch)).map(([code, { start }]) => [code, start]));
}
