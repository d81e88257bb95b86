import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useCatalog } from '@/api/catalog';
import type { Entity, Names, SearchHit } from '@/api/types';
import { GO, KEYS } from '@/design/keys';
import { Marked } from '@/design/Marked';
import { useToggleMode } from '@/design/mode';
import { currentLocale, LOCALE_NAMES, LOCALES } from '@/i18n';
import { useChangeLocale } from '@/pages/profile/useChangeLocale';
import { useRecent } from '@/record/recent';
import { useCreatable, useMenu } from '../menu';
import { useSignOut } from '../useSignOut';

/** One line of the palette. */
export interface Choice {
  key: string;
  icon: string;
  label: ReactNode;
  /** What it is found by. */
  names: string[];
  /** Muted, at the end of the line. */
  beside?: ReactNode;
  /** The key that does the same. */
  keys?: string;
  run: () => void;
}

/** Whatever the page speaks, one finds a thing by the word one has for it. */
const LANGUAGES = ['zh-CN', 'en'];
const inEach = (say: (lng: string) => string): string[] => LANGUAGES.map(say);

/** What an entity or page is called in code and in the API. */
const inWords = (name: string) => name.replaceAll('_', ' ');

/** A copy of the catalog that an earlier program kept names nothing. */
const named = (names: Names | undefined): [lng: string, name: string][] => Object.entries(names ?? {});

/** The last opened records. */
export function useRecentChoices(): Choice[] {
  const { entities } = useCatalog();
  const navigate = useNavigate();
  return useRecent().flatMap(({ entity, id, title }) => {
    const declared = entities[entity];
    if (!declared?.can.read) return [];
    const run = () => void navigate({ to: '/$entity/$id', params: { entity, id } });
    return [{ key: id, icon: declared.icon ?? '', label: title, names: [title], beside: declared.label, run }];
  });
}

/** The places of the navigation, and the profile. */
export function usePageChoices(): Choice[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const places = useMenu().flatMap((group) => group.items);
  const own = places.map((place) => ({ ...place, said: named(place.names).map(([, name]) => name) }));
  const profile = { key: 'profile', to: '/profile', label: t('nav.profile'), icon: 'user' };
  const guide = { key: 'help', to: '/help', label: t('help.guide'), icon: 'question-circle' };
  const more = [
    { ...profile, said: inEach((lng) => t('nav.profile', { lng })) },
    { ...guide, said: inEach((lng) => t('help.guide', { lng })) },
  ];
  return [...own, ...more].map(({ key, to, label, icon, said }) => ({
    key: `page ${key}`,
    icon,
    label,
    names: [label, ...said, inWords(key)],
    keys: GO[key] && `${KEYS.go[0]} ${GO[key]}`,
    run: () => void navigate({ to }),
  }));
}

/** What can be done from anywhere. */
export function useActionChoices(onSheet: () => void): Choice[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { entities } = useCatalog();
  const signOut = useSignOut();
  const changeLocale = useChangeLocale();
  const toggleMode = useToggleMode();
  const places = useMenu().flatMap((group) => group.items.map(({ key }) => entities[key]));
  const create = useCreatable().map((entity) => ({
    key: `new ${entity.name}`,
    icon: 'plus',
    label: t('list.new', { label: entity.label }),
    names: [
      t('list.new', { label: entity.label }),
      ...named(entity.names).map(([lng, label]) => t('list.new', { label, lng })),
      t('list.new', { label: inWords(entity.name), lng: 'en' }),
    ],
    run: () => void navigate({ to: '/$entity/new', params: { entity: entity.name } }),
  }));
  const bringIn = places
    .filter((entity): entity is Entity => entity?.can.import === true)
    .map((entity) => ({
      key: `import ${entity.name}`,
      icon: 'import',
      label: t('importing.page_of', { label: entity.label }),
      names: [
        t('importing.page_of', { label: entity.label }),
        ...named(entity.names).map(([lng, label]) => t('importing.page_of', { label, lng })),
        t('importing.page_of', { label: inWords(entity.name), lng: 'en' }),
      ],
      run: () => void navigate({ to: '/import', search: { entity: entity.name } }),
    }));
  const languages = LOCALES.filter((locale) => locale !== currentLocale()).map((locale) => ({
    key: `locale ${locale}`,
    icon: 'global',
    label: t('palette.language', { name: LOCALE_NAMES[locale] }),
    names: [LOCALE_NAMES[locale], t('nav.language'), ...inEach((lng) => t('nav.language', { lng }))],
    run: () => void changeLocale(locale),
  }));
  return [
    ...create,
    ...bringIn,
    {
      key: 'theme',
      icon: 'bg-colors',
      label: t('keys.theme'),
      names: [t('keys.theme'), ...inEach((lng) => t('keys.theme', { lng }))],
      keys: KEYS.theme[0],
      run: toggleMode,
    },
    {
      key: 'sheet',
      icon: 'question-circle',
      label: t('keys.title'),
      names: [t('keys.title'), ...inEach((lng) => t('keys.title', { lng }))],
      keys: KEYS.sheet[0],
      run: onSheet,
    },
    ...languages,
    {
      key: 'leave',
      icon: 'logout',
      label: t('nav.sign_out'),
      names: [t('nav.sign_out'), ...inEach((lng) => t('nav.sign_out', { lng }))],
      run: signOut,
    },
  ];
}

/** How a found record is shown and opened. */
export function useHitChoice(): (hit: Pick<SearchHit, 'entity' | 'id' | 'title'> & Partial<SearchHit>) => Choice {
  const { entities } = useCatalog();
  const navigate = useNavigate();
  return ({ entity, id, title, highlights = [] }) => {
    const declared = entities[entity];
    const inTitle = highlights.find(({ field }) => field === declared?.title);
    const other = highlights.find(({ field }) => field !== declared?.title);
    return {
      key: id,
      icon: declared?.icon ?? '',
      label: <Marked text={title} ranges={inTitle?.ranges ?? []} />,
      names: [],
      beside: (
        <>
          {other && (
            <>
              {fieldOf(declared, other.field)?.label ?? other.label} <Marked text={other.text} ranges={other.ranges} />
              {' · '}
            </>
          )}
          {declared?.label ?? entity}
        </>
      ),
      run: () => void navigate({ to: '/$entity/$id', params: { entity, id } }),
    };
  };
}

/** New records called what nothing is called yet. */
export function useOfferChoices(): (title: string) => Choice[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const creatable = useCreatable();
  return (title) =>
    creatable
      .filter((entity) => fieldOf(entity, entity.title)?.writable)
      .slice(0, 5)
      .map((entity) => ({
        key: `offer ${entity.name}`,
        icon: 'plus',
        label: t('palette.offer', { label: entity.label, title }),
        names: [],
        run: () =>
          void navigate({ to: '/$entity/new', params: { entity: entity.name }, search: { [entity.title]: title } }),
      }));
}
