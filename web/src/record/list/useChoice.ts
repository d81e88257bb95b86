import { useState } from 'react';
import type { ListParams } from '@/api/calls';
import type { Chosen } from '../bulk/useBulk';
import type { ListState } from './state';

/** The rows somebody has picked: one by one, or all that the conditions let through. */
export interface Choice {
  ids: string[];
  all: boolean;
}

/** Always the same one, so that nothing follows from being drawn again. */
export const NOTHING: Choice = { ids: [], all: false };

/** The ticked rows. They outlive paging and sorting; other conditions begin anew. */
export function useChoice({ q, filters, where }: ListState): [Choice, (choice?: Choice) => void] {
  const under = JSON.stringify([q, filters, where?.filter]);
  const [kept, setKept] = useState({ under, choice: NOTHING });
  return [kept.under === under ? kept.choice : NOTHING, (choice = NOTHING) => setKept({ under, choice })];
}

/** The choice as the server is told. */
export function chosenOf(entity: string, choice: Choice, { filter, q }: ListParams): Chosen {
  return choice.all ? { entity, filter, q } : { entity, ids: choice.ids };
}
