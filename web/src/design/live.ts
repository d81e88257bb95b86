/** What screen readers are told: one polite region for the whole page. */
let region: HTMLElement | null = null;

export function say(text: string): void {
  if (!region) {
    region = document.createElement('div');
    region.className = 'ks-hidden';
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }
  region.textContent = '';
  const target = region;
  requestAnimationFrame(() => {
    target.textContent = text;
  });
}
