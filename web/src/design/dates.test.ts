import { afterEach, describe, expect, it } from 'vitest';
import { dayAndTime, momentOf, onClock, setZone, showDate, showMoment, today } from './dates';

const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
const elsewhere = ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'UTC'].filter((zone) => zone !== machine);

afterEach(() => setZone('UTC'));

describe('moments', () => {
  it.each(elsewhere)('are shown and entered on the clock of %s, not of the machine', (zone) => {
    setZone(zone);
    const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    for (const moment of ['2026-01-15T18:30:00.000Z', '2026-07-15T02:05:00.000Z', '2026-12-31T23:59:00.000Z']) {
      expect(showMoment(moment)).toBe(shown.format(new Date(moment)));
      expect(momentOf(showMoment(moment))).toBe(moment);
    }
  });

  it('follow the change of clocks in the company, not where the page is read', () => {
    setZone('America/New_York');
    expect(showMoment('2026-03-08T06:59:00Z')).toBe('2026-03-08 01:59');
    expect(showMoment('2026-03-08T07:00:00Z')).toBe('2026-03-08 03:00');
    expect(momentOf('2026-03-08 03:00')).toBe('2026-03-08T07:00:00.000Z');
    setZone('Asia/Shanghai');
    expect(showMoment('2026-03-07T18:30:00Z')).toBe('2026-03-08 02:30');
  });

  it('fall on the day of the company', () => {
    setZone('Asia/Shanghai');
    expect(dayAndTime('2026-11-21T16:30:00Z')).toEqual(['2026-11-22', '00:30']);
    expect(today()).toBe(showMoment(new Date().toISOString()).slice(0, 10));
    expect(onClock('2026-11-21T16:30:00Z').hour()).toBe(0);
  });

  it('that are none stay as they are', () => {
    expect(showMoment('soon')).toBe('soon');
  });
});

it('days are the same everywhere', () => {
  for (const zone of elsewhere) {
    setZone(zone);
    expect(showDate('2026-11-21')).toBe('2026-11-21');
  }
});
