import type { Entity, Field } from '@/api/types';
import { kitOf } from '@/fields/registry';

/** Letters wider than Latin ones; the others are about half as wide. */
const isWide = (letter: string) => letter > '\u2e7f';

/** Room for a label, the cell's own space and, where the header sorts, the sort mark. */
const headWidth = (label: string, sorts: boolean) =>
  Math.ceil([...label].reduce((sum, letter) => sum + (isWide(letter) ? 14 : 8.2), sorts ? 44 : 26));

/** Names of people are short, names of companies are not. */
const titleWidth = (field: Field) => (Number(field.max ?? 200) <= 60 ? 130 : 220);

/** What a branch of a tree is called (an industry, a region) is longer than the word of a plain choice. */
const BRANCH = 118;

/** What a column needs, px. */
export function columnWidth(entity: Entity, field: Field, sorts: boolean, branches: boolean): number {
  const own = field.key === entity.title ? titleWidth(field) : branches ? BRANCH : kitOf(field.type).width;
  return Math.max(own, headWidth(field.label, sorts));
}

/**
 * Widens the columns that fit into `room` until they fill it, so that the edge of what is seen is the edge of a
 * column and nothing is cut in half before one scrolls. Columns that all fit are left to the table.
 */
export function fitted(widths: number[], room: number): number[] {
  let used = 0;
  let fit = 0;
  while (fit < widths.length && used + (widths[fit] ?? 0) <= room) {
    used += widths[fit] ?? 0;
    fit += 1;
  }
  if (fit === 0 || fit === widths.length) return widths;
  const share = Math.floor((room - used) / fit);
  const rest = room - used - share * fit;
  return widths.map((width, index) => (index >= fit ? width : width + share + (index === 0 ? rest : 0)));
}
