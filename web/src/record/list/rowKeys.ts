import { means } from '@/design/keys';

/** Which way a key goes through rows, if it does. */
export function stepOf(event: KeyboardEvent): number {
  return means(event, 'next') ? 1 : means(event, 'previous') ? -1 : 0;
}

/** Keys of a list while the title of a row has the focus; Enter is the link's own. */
export function rowKeys(
  { nativeEvent: event, currentTarget: list }: React.KeyboardEvent<HTMLElement>,
  onState: ((id: string) => void) | null,
): void {
  const link = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
  if (!link) return;
  const links = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  const row = link.closest('tr');
  const step = stepOf(event);
  if (step) links[links.indexOf(link) + step]?.focus();
  else if (means(event, 'tick')) row?.querySelector<HTMLElement>('input[type="checkbox"]')?.click();
  else if (means(event, 'peek')) link.click();
  else if (means(event, 'edit')) row?.querySelector<HTMLElement>('[data-edit-row]')?.click();
  else if (means(event, 'state') && onState && link.dataset.row) onState(link.dataset.row);
  else return;
  event.preventDefault();
}
