import { describe, expect, it } from 'vitest';
import { fitted } from './widths';

describe('fitted', () => {
  it('fills the room with whole columns and leaves the others as they are', () => {
    const widths = fitted([200, 100, 100, 150], 450);
    expect(widths).toEqual([218, 116, 116, 150]);
    expect(widths.slice(0, 3).reduce((sum, width) => sum + width)).toBe(450);
  });

  it('leaves columns alone that all fit, and a first one that does not', () => {
    expect(fitted([100, 100], 500)).toEqual([100, 100]);
    expect(fitted([300, 100], 200)).toEqual([300, 100]);
  });
});
