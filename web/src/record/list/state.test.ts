import { describe, expect, it } from 'vitest';
import { changedSearch } from './state';
import { firstOf, readDefinition, type View } from './views';

describe('changedSearch', () => {
  const base = { sort: '-name', 'f.state': 'active' };

  it('says only what differs from the view', () => {
    expect(changedSearch(base, { view: '7' }, { sort: 'name', page: '2' })).toEqual({
      view: '7',
      sort: 'name',
      page: '2',
    });
    expect(changedSearch(base, { view: '7', sort: 'name' }, { sort: '-name' })).toEqual({ view: '7' });
  });

  it('says empty what the view has and the address takes away', () => {
    expect(changedSearch(base, { view: '7' }, { 'f.state': undefined })).toEqual({ view: '7', 'f.state': '' });
    expect(changedSearch(base, { view: '7', 'f.state': '' }, { q: 'a' })).toEqual({ view: '7', 'f.state': '', q: 'a' });
    expect(changedSearch({}, { q: 'a' }, { q: undefined, page: undefined })).toEqual({});
  });
});

describe('views', () => {
  it('read nothing from what is no view', () => {
    expect(readDefinition('{"sort":"-name","size":50,"view":"7"}')).toEqual({ sort: '-name' });
    expect(readDefinition('[1]')).toEqual({});
    expect(readDefinition('nonsense')).toEqual({});
    expect(readDefinition(null)).toEqual({});
  });

  it("open with one's own first, then with the team's", () => {
    const view = (id: string, own: boolean, scope_code: string, is_default = true) =>
      ({ id, name: id, search: {}, own, saved: { id, version: 1, scope_code, is_default } }) as View;
    const [everyone, team, own] = [view('e', false, 'everyone'), view('t', false, 'team'), view('o', true, 'private')];
    expect(firstOf([everyone, team, own])?.id).toBe('o');
    expect(firstOf([everyone, team])?.id).toBe('t');
    expect(firstOf([view('x', true, 'private', false)])).toBeUndefined();
  });
});
