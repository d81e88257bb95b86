import { describe, expect, it } from 'vitest';
import type { HomeCard } from '@/api/home';
import { arranged, moved } from './arrangement';

const card = (name: string, place: 'main' | 'side', shown = true) =>
  ({ card: name, label: name, place, shown, kind: 'recent' }) as HomeCard;
const CARDS = [card('todo', 'main'), card('links', 'side'), card('recent', 'side'), card('team', 'side', false)];

describe('the arrangement of the home page', () => {
  it('is what the packs propose until somebody says otherwise', () => {
    expect(arranged(CARDS, {})).toEqual({ main: ['todo'], side: ['links', 'recent'], hidden: ['team'], links: null });
  });

  it('keeps what was chosen, forgets cards that are gone and finds room for new ones', () => {
    const kept = { main: 'recent,gone', side: '', hidden: 'todo', links: '/customer\n/todo' };
    expect(arranged(CARDS, kept)).toEqual({
      main: ['recent'],
      side: ['links'],
      hidden: ['todo', 'team'],
      links: ['/customer', '/todo'],
    });
  });

  it('moves a card up, down, across and away', () => {
    const all = arranged(CARDS, {});
    expect(moved(all, 'recent', 'side', 0).side).toEqual(['recent', 'links']);
    expect(moved(all, 'links', 'side', 1).side).toEqual(['recent', 'links']);
    expect(moved(all, 'links', 'side', -1).side).toEqual(['links', 'recent']);
    expect(moved(all, 'links', 'main', 1)).toMatchObject({ main: ['todo', 'links'], side: ['recent'] });
    expect(moved(all, 'todo', 'hidden', 0)).toMatchObject({ main: [], hidden: ['todo', 'team'] });
  });
});
