import { Converter } from 'opencc-js/cn2t';
import { pinyin } from 'pinyin-pro';

/** The 6,763 characters of GB 2312 and what they are written with in Taiwan. */
function commonCharacters(): Set<string> {
  const decoder = new TextDecoder('gbk');
  const rows = Array.from({ length: 0xf7 - 0xb0 + 1 }, (_, row) => 0xb0 + row);
  const simplified = rows.flatMap((row) => {
    const bytes = Array.from({ length: 0xfe - 0xa1 + 1 }, (_, place) => [row, 0xa1 + place]).flat();
    return [...decoder.decode(new Uint8Array(bytes))].filter((character) => /\p{Script=Han}/u.test(character));
  });
  const convert = Converter({ from: 'cn', to: 'tw' });
  return new Set([...simplified, ...simplified.map(convert)]);
}

/** Every reading of every common character, the characters by their syllable: short, and quick to turn round. */
export function pinyinTable(): Record<string, string> {
  const table: Record<string, string> = {};
  for (const character of commonCharacters()) {
    const readings = pinyin(character, { toneType: 'none', v: true, multiple: true, type: 'array' });
    for (const syllable of new Set(readings)) table[syllable] = (table[syllable] ?? '') + character;
  }
  return table;
}
