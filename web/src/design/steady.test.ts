import { describe, expect, it } from 'vitest';
import { sameProps } from './steady';

describe('sameProps', () => {
  const record = { id: '1' };
  it('looks into lists and plain objects, one level', () => {
    expect(sameProps({ items: [record], widths: { name: 90 } }, { items: [record], widths: { name: 90 } })).toBe(true);
    expect(sameProps({ items: [record] }, { items: [{ id: '1' }] })).toBe(false);
    expect(sameProps({ widths: { name: 90 } }, { widths: { name: 91 } })).toBe(false);
    expect(sameProps({ items: [record] }, { items: [record, record] })).toBe(false);
  });

  it('knows what came and what went', () => {
    expect(sameProps({ sort: 'name' }, { sort: 'name', empty: 'nothing' })).toBe(false);
    expect(sameProps({ sort: 'name', empty: 'nothing' }, { sort: 'name' })).toBe(false);
    expect(sameProps({ empty: undefined }, {})).toBe(true);
  });
});
