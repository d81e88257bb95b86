import { describe, expect, it } from 'vitest';
import type { Job } from '@/api/types';
import { canUndo, deedsOf } from './deeds';

const job = (part: Partial<Job>) => ({ kind: 'import', finished_at: null, created: 0, updated: 0, ...part }) as Job;
const ended = job({ finished_at: '2026-11-01T08:00:00.000Z', status: 'succeeded', created: 3 });
const soon = Date.parse('2026-11-02T08:00:00.000Z');

describe('deedsOf', () => {
  it('lets imports and undos rest and go on, an export only end', () => {
    expect(deedsOf(job({ status: 'running' }))).toEqual(['pause', 'cancel']);
    expect(deedsOf(job({ kind: 'undo', status: 'paused' }))).toEqual(['resume', 'cancel']);
    expect(deedsOf(job({ kind: 'export', status: 'queued' }))).toEqual(['cancel']);
  });
});

describe('canUndo', () => {
  it('takes back what has written something, however it ended', () => {
    expect(canUndo(ended, soon)).toBe(true);
    expect(canUndo({ ...ended, status: 'cancelled' }, soon)).toBe(true);
    expect(canUndo({ ...ended, kind: 'bulk' }, soon)).toBe(true);
    expect(canUndo({ ...ended, kind: 'undo', created: 0, updated: 2 }, soon)).toBe(true);
  });

  it('takes back once, within thirty days, and never what only read', () => {
    expect(canUndo({ ...ended, result: { undone_by: '7' } }, soon)).toBe(false);
    expect(canUndo(ended, Date.parse('2026-12-02T08:00:00.000Z'))).toBe(false);
    expect(canUndo({ ...ended, created: 0 }, soon)).toBe(false);
    expect(canUndo({ ...ended, kind: 'export' }, soon)).toBe(false);
  });
});
