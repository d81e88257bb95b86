import table from 'virtual:pinyin';
import { describe, expect, it } from 'vitest';
import { fitting, rank } from './match';

const readings = (character: string) => Object.keys(table).filter((syllable) => table[syllable]?.includes(character));
const fits = (typed: string, ...names: string[]) => rank(typed, names, readings) !== undefined;

describe('what is typed finds', () => {
  it.each([
    '新建客户',
    '客户',
    'xinjiankehu',
    'xin jian ke',
    'xjkh',
    'xjk',
    'xinjk',
    'kehu',
    'kh',
    'new c',
    'customer',
    'cust',
  ])('新建客户 by %s', (typed) => expect(fits(typed, '新建客户', 'New customer')).toBe(true));

  it.each(['xjq', 'hk', 'ustomer', '新客', 'x j z'])('nothing by %s', (typed) =>
    expect(fits(typed, '新建客户', 'New customer')).toBe(false),
  );

  it('every reading of a character', () => {
    expect(fits('chongfu', '疑似重复')).toBe(true);
    expect(fits('zhongfu', '疑似重复')).toBe(true);
    expect(fits('zlgl', '质量管理')).toBe(true);
    expect(fits('zhlgl', '质量管理')).toBe(true);
  });

  it('traditional characters too', () => expect(fits('xzkh', '新增客戶')).toBe(true));

  it('what begins so before what only holds it', () => {
    expect(fitting(['新建客户', '客户', '疑似重复'], 'kh', (name) => [name], readings)).toEqual(['客户', '新建客户']);
  });
});
