import { lazy } from 'react';
import type { Kit } from '../kit';
import { TextDisplay } from '../text';

const Input = lazy(async () => ({ default: (await import('./Input')).TimeInput }));

export const timeKit: Kit = { Display: TextDisplay, Input, width: 100 };
