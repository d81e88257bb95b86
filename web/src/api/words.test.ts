import { expect, it } from 'vitest';
import { convertWords, wordsOf } from './words';

const loud = (text: string) => text.toUpperCase();

it('words of the server are converted wherever they stand', () => {
  const catalog = {
    locale: 'zh-TW',
    entities: { todo: { name: 'todo', label: 'to-do', fields: [{ key: 'done', label: 'done' }] } },
  };
  expect(convertWords(catalog, wordsOf('/catalog'), loud)).toEqual({
    locale: 'zh-TW',
    entities: { todo: { name: 'todo', label: 'TO-DO', fields: [{ key: 'done', label: 'DONE' }] } },
  });
});

it('what people wrote stays as it is: a field may well be called label', () => {
  const item = { id: '1', label: 'grade a', detail: 'as agreed' };
  expect(convertWords(item, wordsOf('/dictionary_item/1'), loud)).toEqual(item);
  expect(convertWords({ items: [item] }, wordsOf('/customer'), loud)).toEqual({ items: [item] });
});
