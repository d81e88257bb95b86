/** Somebody that a text may name: `@林晓`. */
export interface Person {
  id: string;
  name: string;
}

/** Those of `known` whom the text still names; a longer name is not taken for a shorter one within it. */
export function namedIn(text: string, known: Person[]): string[] {
  const names = [...known].sort((left, right) => right.name.length - left.name.length);
  const found = new Set<string>();
  for (const part of text.split('@').slice(1)) {
    const person = names.find(({ name }) => part.startsWith(name));
    if (person) found.add(person.id);
  }
  return known.filter(({ id }) => found.has(id)).map(({ id }) => id);
}

/** The text in pieces; those that name one of `names` are marked. */
export function pieces(text: string, names: string[]): { text: string; named: boolean }[] {
  const longest = [...names].sort((left, right) => right.length - left.length);
  const out: { text: string; named: boolean }[] = [];
  text.split('@').forEach((part, index) => {
    const name = index > 0 ? longest.find((name) => part.startsWith(name)) : undefined;
    if (name) out.push({ text: `@${name}`, named: true });
    const rest = name ? part.slice(name.length) : index > 0 ? `@${part}` : part;
    if (rest) out.push({ text: rest, named: false });
  });
  return out;
}
