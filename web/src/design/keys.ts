/** Every key of the page by what it does, as `KeyboardEvent.key` says it. Nothing else listens to letters. */
export const KEYS = {
  palette: ['Ctrl+k'],
  search: ['/'],
  sheet: ['?'],
  create: ['n'],
  theme: ['d'],
  go: ['g'],
  next: ['ArrowDown', 'j'],
  previous: ['ArrowUp', 'k'],
  open: ['Enter'],
  peek: [' '],
  tick: ['x'],
  edit: ['e'],
  write: ['f'],
  state: ['s'],
  move: ['s'],
  column_before: ['Shift+ArrowLeft'],
  column_after: ['Shift+ArrowRight'],
  day_before: ['Shift+ArrowLeft'],
  day_after: ['Shift+ArrowRight'],
  save: ['Ctrl+s', 'Ctrl+Enter'],
  undo: ['Ctrl+z'],
  close: ['Escape'],
  file_before: ['ArrowLeft'],
  file_after: ['ArrowRight'],
} as const satisfies Record<string, readonly string[]>;

export type KeyId = keyof typeof KEYS;

/** What follows G, by the place in the navigation. */
export const GO: Record<string, string> = {
  home: 'h',
  todo: 't',
  announcement: 'a',
  customer: 'c',
  contact: 'p',
  follow_up: 'f',
  customer_link: 'l',
  duplicates: 'u',
  quality: 'q',
  people: 's',
  jobs: 'j',
  trash: 'r',
  profile: 'm',
};

/** Whether keys without Ctrl fire, as the person who is signed in has it. */
let on = true;

export function setKeysOn(wanted: boolean): void {
  on = wanted;
}

/** What of an event says which key is meant. */
export type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'keyCode'
> & {
  target: EventTarget | null;
};

const TYPING =
  'input:not([type="checkbox"]), textarea, select, [contenteditable="true"], [role="combobox"], .ant-select-dropdown';

/** Whether it is something that one types into or chooses from. */
export function isTyping({ target }: Pick<Pressed, 'target'>): boolean {
  return Boolean((target as HTMLElement | null)?.closest?.(TYPING));
}

/** Whether an input method is still putting the word together: its keys are not the page's. */
export function isComposing(event: Pick<Pressed, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Whether `event` is the key of `id`, or `key` itself where it is none of the list. */
export function means(event: Pressed, id: KeyId): boolean {
  // In a text it takes back what was typed.
  if (id === 'undo' && isTyping(event)) return false;
  return KEYS[id].some((key) => isKey(event, key));
}

export function isKey(event: Pressed, spec: string): boolean {
  const [key = '', ...held] = spec.split('+').reverse();
  if (isComposing(event) || event.altKey || event.key.toLowerCase() !== key.toLowerCase()) return false;
  if (held.includes('Ctrl') !== (event.ctrlKey || event.metaKey)) return false;
  // A sign such as ? is itself made with Shift on one keyboard and without on another.
  const sign = /^[^a-z\s]$/i.test(key);
  if (!sign && held.includes('Shift') !== event.shiftKey) return false;
  if (held.includes('Ctrl')) return true;
  return !isTyping(event) && (on || key.length > 1 || key === ' ');
}
