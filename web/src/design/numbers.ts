/** Decimal strings are moved and grouped as text: money never becomes a float. */

/** `1234567.50` → `1,234,567.50`. */
export function group(decimal: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(decimal);
  if (!match) return decimal;
  const [, sign, whole = '', fraction = ''] = match;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
}

/** How many there are: `1,204`, or `10,000+` where counting stopped. */
export function countOf(page: { count?: number; more?: boolean } | undefined): string | undefined {
  return page?.count === undefined ? undefined : `${group(String(page.count))}${page.more ? '+' : ''}`;
}

/** Moves the decimal point right (or left): `movePoint('0.35', 2)` is `35`, `movePoint('35', -2)` is `0.35`. */
export function movePoint(decimal: string, places: number): string {
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(decimal.trim());
  if (!match) return decimal;
  const [, sign = '', whole = '', fraction = ''] = match;
  const point = whole.length + places;
  const digits = `${'0'.repeat(Math.max(0, -point))}${whole}${fraction}`.padEnd(point, '0');
  const at = Math.max(point, 0);
  const left = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const right = digits.slice(at).replace(/0+$/, '');
  return `${sign}${left}${right ? `.${right}` : ''}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** `1.4 MB`: as file managers count, by 1024. */
export function bytes(size: number): string {
  const step = size < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(size) / 10));
  const value = size / 1024 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`;
}
