import { describe, expect, it } from 'vitest';
import { daysOf, holidayOf, stepped } from './days';

describe('daysOf', () => {
  it('draws whole weeks from Monday on', () => {
    const november = daysOf('2026-11-22', 'month');
    expect([november[0], november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
    expect(daysOf('2027-02-10', 'month')).toHaveLength(28);
    expect(daysOf('2026-11-22', 'week')).toEqual(expect.arrayContaining(['2026-11-16', '2026-11-22']));
  });

  it('steps by months and weeks', () => {
    expect(stepped('2026-12-31', 'month', -1)).toBe('2026-11-30');
    expect(stepped('2026-12-31', 'week', 1)).toBe('2027-01-07');
  });
});

describe('holidayOf', () => {
  it('knows days off and the weekends worked for them', () => {
    expect(holidayOf('2026-02-17')).toMatchObject({ en: 'Spring Festival', off: true });
    expect(holidayOf('2026-02-14')).toMatchObject({ off: false });
    expect(holidayOf('2025-10-08')).toMatchObject({ off: true });
    expect(holidayOf('2025-10-11')).toMatchObject({ off: false });
    expect(holidayOf('2026-11-22')).toBeUndefined();
    expect(holidayOf('2027-01-01')).toBeUndefined();
  });
});
