import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { useEntity } from '@/api/catalog';
import type { HomeCard } from '@/api/home';
import { keys } from '@/api/keys';
import { useNotify } from '@/design/notify';
import { useList } from '@/record/hooks';
import { readDefinition, SAVED_VIEW } from '@/record/list/views';

export const PLACES = ['main', 'side'] as const;
export type Place = (typeof PLACES)[number];

/** Where a person wants the cards, by name, and the paths they want at hand; `links` null = the proposed ones. */
export interface Arrangement {
  main: string[];
  side: string[];
  hidden: string[];
  links: string[] | null;
}

type Kept = Record<string, string | undefined>;

const names = (text: string | undefined) => (text ?? '').split(',').filter(Boolean);

/** What was kept, laid over what the packs offer now: a card that is new stands last in its own column. */
export function arranged(cards: HomeCard[], kept: Kept): Arrangement {
  const known = (text: string | undefined) => names(text).filter((name) => cards.some(({ card }) => card === name));
  const made = { main: known(kept.main), side: known(kept.side), hidden: known(kept.hidden) };
  const placed = [...made.main, ...made.side, ...made.hidden];
  for (const { card, place, shown } of cards) {
    if (!placed.includes(card)) made[shown ? place : 'hidden'].push(card);
  }
  return { ...made, links: kept.links === undefined ? null : kept.links.split('\n').filter(Boolean) };
}

/** The card in another column or at another place of its own; past an end it stays there. */
export function moved(all: Arrangement, card: string, to: Place | 'hidden', at: number): Arrangement {
  const without = (list: string[]) => list.filter((name) => name !== card);
  const next = { ...all, main: without(all.main), side: without(all.side), hidden: without(all.hidden) };
  next[to] = next[to].toSpliced(Math.max(0, at), 0, card);
  return next;
}

const keptOf = ({ main, side, hidden, links }: Arrangement): Kept => ({
  main: main.join(','),
  side: side.join(','),
  hidden: hidden.join(','),
  ...(links && { links: links.join('\n') }),
});

/** The saved views of a page that is no list. */
const HOME = 'home';
const MINE = { filter: `entity_name = "${HOME}" and owner_id = me`, fields: 'definition', limit: 1 };

/** The person's own home page, kept by the server as a view is. */
export function useArrangement(cards: HomeCard[]) {
  const { t } = useTranslation();
  const notify = useNotify();
  const client = useQueryClient();
  const views = useEntity(SAVED_VIEW);
  const readable = views?.can.read === true;
  const query = useList(SAVED_VIEW, MINE, readable);
  const [latest, setLatest] = useState<Kept>();
  const kept = latest ?? readDefinition(query.data?.items[0]?.definition ?? '{}');
  const save = useMutation({
    // One after the other, each on top of what the one before left.
    scope: { id: HOME },
    mutationFn: async (next: Kept) => {
      const definition = JSON.stringify(next);
      const held = (await records.list(SAVED_VIEW, MINE)).items[0];
      if (held) return records.update(SAVED_VIEW, held.id, held.version, { definition });
      return records.create(SAVED_VIEW, {
        name: t('home.tab'),
        entity_name: HOME,
        scope_code: 'private',
        definition,
      });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.list(SAVED_VIEW, MINE) }),
    onError: (error) => {
      setLatest(undefined);
      notify.problem(error);
    },
  });
  const put = (next: Kept) => {
    setLatest(next);
    save.mutate(next);
  };
  const arrangement = arranged(cards, kept);
  return {
    isPending: readable && query.isPending,
    arrangement,
    /** Whether anything differs from what the packs propose. */
    changed: Object.keys(kept).length > 0,
    /** Whether the person may keep an arrangement at all. */
    mayArrange: views?.can.create === true && views.can.update,
    arrange: (next: Arrangement) => put(keptOf(next)),
    reset: () => put({}),
  };
}
