import { expect, it } from 'vitest';
import { cellsOf } from './tsv';

it('cuts what a spreadsheet copies into cells', () => {
  expect(cellsOf('a\tb\r\nc\t\r\n')).toEqual([
    ['a', 'b'],
    ['c', ''],
  ]);
});

it('takes tabs, quotes and line breaks inside quotes for text', () => {
  expect(cellsOf('"两行\n文字"\t"说 ""好"""\n"a\tb"\t5"')).toEqual([
    ['两行\n文字', '说 "好"'],
    ['a\tb', '5"'],
  ]);
  expect(cellsOf('"未完\t2')).toEqual([['"未完', '2']]);
});
