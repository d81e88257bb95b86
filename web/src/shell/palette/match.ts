/** The syllables a character may have, without tones. */
export type Readings = (character: string) => readonly string[];

/** Whether `rest` spells the characters from `at` on: whole syllables, initials, or the one still being typed. */
function spells(rest: string, characters: string[], at: number, readings: Readings): boolean {
  if (rest === '') return true;
  const character = characters[at];
  if (character === undefined) return false;
  if (character === ' ') return spells(rest, characters, at + 1, readings);
  const goesOn = (length: number) => spells(rest.slice(length), characters, at + 1, readings);
  if (rest.startsWith(character) && goesOn(character.length)) return true;
  return readings(character).some((syllable) => {
    if (syllable.startsWith(rest)) return true;
    if (rest.startsWith(syllable) && goesOn(syllable.length)) return true;
    const initial = /^[zcs]h|^./.exec(syllable)?.[0] ?? '';
    return [initial, initial[0] ?? ''].some((sound) => rest.startsWith(sound) && goesOn(sound.length));
  });
}

function rankOf(typed: string, name: string, readings: Readings): number | undefined {
  const said = name.toLowerCase();
  if (said.startsWith(typed)) return 0;
  if (` ${said}`.includes(` ${typed}`)) return 1;
  const characters = [...said];
  const letters = typed.replace(/[\s']/g, '');
  if (/^[a-z0-9]+$/.test(letters)) {
    const at = characters.findIndex(
      (character, place) => /[^a-z\s]/.test(character) && spells(letters, characters, place, readings),
    );
    return at < 0 ? undefined : at === 0 ? 1 : 2;
  }
  return said.includes(typed) ? 2 : undefined;
}

/** How well `typed` fits the best of `names`, 0 best: words, parts of Chinese words, pinyin and its initials. */
export function rank(typed: string, names: readonly string[], readings: Readings): number | undefined {
  const wanted = typed.trim().toLowerCase();
  const ranks = names.map((name) => rankOf(wanted, name, readings)).filter((found) => found !== undefined);
  return ranks.length > 0 ? Math.min(...ranks) : undefined;
}

/** Those that fit, the best first, otherwise in their order. */
export function fitting<T>(
  items: readonly T[],
  typed: string,
  namesOf: (item: T) => readonly string[],
  readings: Readings,
): T[] {
  return items
    .map((item) => ({ item, at: rank(typed, namesOf(item), readings) }))
    .filter((found): found is { item: T; at: number } => found.at !== undefined)
    .toSorted((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
