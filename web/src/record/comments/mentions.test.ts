import { expect, it } from 'vitest';
import { namedIn, pieces } from './mentions';

const LIN = { id: '1', name: '林晓' };
const LIN_LIN = { id: '2', name: '林晓林' };

it('a text names whom it still holds', () => {
  expect(namedIn('请@林晓 看一下', [LIN, LIN_LIN])).toEqual(['1']);
  expect(namedIn('请@林晓林 看一下', [LIN, LIN_LIN])).toEqual(['2']);
  expect(namedIn('请林晓看一下 a@b.cn', [LIN])).toEqual([]);
});

it('names in a text are marked and nothing is lost', () => {
  const text = '请@林晓 看 a@b.cn@';
  const found = pieces(text, ['林晓']);
  expect(found.map((piece) => piece.text).join('')).toBe(text);
  expect(found.filter((piece) => piece.named).map((piece) => piece.text)).toEqual(['@林晓']);
});
