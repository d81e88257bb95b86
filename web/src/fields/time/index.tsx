import type { Kit } from '../kit';
import { later } from '../later';
import { TextDisplay } from '../text';

const Input = later(async () => (await import('./Input')).TimeInput);

export const timeKit: Kit = { Display: TextDisplay, Input, width: 100 };
