import { describe, expect, it } from 'vitest';
import type { Field } from '@/api/types';
import { type ExportChoice, orderOf } from './order';

const field = (key: string, type: Field['type']) => ({ key, type }) as Field;
const source = {
  params: { filter: 'level = "a"', q: 'hc', sort: '-name', fields: 'id,name', limit: 20, page: 3 },
  columns: [field('name', 'text'), field('logo', 'image'), field('amount', 'money')],
  chosen: ['1', '2'],
};
const choice: ExportChoice = { rows: 'found', columns: 'shown', format: 'xlsx', forExcel: true };

describe('orderOf', () => {
  it('takes everything that the list has found, on every page of it, in the columns that fit into cells', () => {
    expect(orderOf('customer', source, choice)).toEqual({
      entity: 'customer',
      filter: 'level = "a"',
      q: 'hc',
      sort: '-name',
      fields: ['name', 'amount'],
      format: 'xlsx',
    });
  });

  it('takes the ticked rows whatever is filtered now, every field, and CSV as it is wanted', () => {
    const other: ExportChoice = { rows: 'chosen', columns: 'every', format: 'csv', forExcel: false };
    expect(orderOf('customer', source, other)).toEqual({
      entity: 'customer',
      ids: ['1', '2'],
      sort: '-name',
      format: 'csv',
      bom: false,
    });
  });
});
