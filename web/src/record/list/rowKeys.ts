import { isTyping } from './PeekDrawer';

const STEPS: Record<string, number> = { ArrowUp: -1, k: -1, ArrowDown: 1, j: 1 };

/**
 * Keys of a list while the title of a row has the focus: ↑ ↓ or K J go on, X ticks, Space looks at it, E edits.
 * Enter is the link's own.
 */
export function rowKeys(event: React.KeyboardEvent<HTMLElement>): void {
  const link = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
  if (!link || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.nativeEvent)) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const row = link.closest('tr');
  const step = STEPS[event.key];
  if (step) links[links.indexOf(link) + step]?.focus();
  else if (event.key === 'x') row?.querySelector<HTMLElement>('input[type="checkbox"]')?.click();
  else if (event.key === ' ') link.click();
  else if (event.key === 'e') row?.querySelector<HTMLElement>('[data-edit-row]')?.click();
  else return;
  event.preventDefault();
}
