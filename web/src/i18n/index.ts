import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { setRequestLocale } from '@/api/http';
import en from './en.json';
import { fetchHant } from './hant';
import zh from './zh.json';

/** `zh-TW` is made from `zh-CN` at build: see build/hant.ts. */
export const LOCALES = ['zh-CN', 'zh-TW', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** How each language calls itself. */
export const LOCALE_NAMES: Record<Locale, string> = { 'zh-CN': '简体中文', 'zh-TW': '繁體中文', en: 'English' };

const STORED = 'keshu.locale';

function isLocale(value: string | null | undefined): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

function startLocale(): Locale {
  const stored = localStorage.getItem(STORED);
  if (isLocale(stored)) return stored;
  const wanted = navigator.language;
  if (wanted.startsWith('en')) return 'en';
  return /^zh-(TW|HK|MO|Hant)/.test(wanted) ? 'zh-TW' : 'zh-CN';
}

export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : 'zh-CN';
}

async function apply(locale: Locale): Promise<void> {
  // Without them the page speaks Simplified rather than not at all.
  const hant = locale === 'zh-TW' ? await fetchHant().catch(() => null) : null;
  if (hant) i18next.addResourceBundle(locale, 'translation', hant.texts);
  setRequestLocale(locale, hant?.convert);
  document.documentElement.lang = locale;
}

export async function initI18n(): Promise<void> {
  const locale = startLocale();
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: { 'zh-TW': ['zh-CN'], default: ['zh-CN'] },
    resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await apply(locale);
}

/** Keeps the choice on this machine; the caller refetches what the server answers in words. */
export async function changeLocale(locale: Locale): Promise<void> {
  localStorage.setItem(STORED, locale);
  await apply(locale);
  await i18next.changeLanguage(locale);
}

/** The language of the person's profile, where this machine has no choice of its own. */
export async function adoptLocale(locale: string | null): Promise<void> {
  if (!localStorage.getItem(STORED) && isLocale(locale) && locale !== currentLocale()) await changeLocale(locale);
}
