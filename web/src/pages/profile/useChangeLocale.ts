import { useQueryClient } from '@tanstack/react-query';
import { session as calls } from '@/api/calls';
import { useNotify } from '@/design/notify';
import { changeLocale, type Locale } from '@/i18n';

/** Changes the language here, in the profile, and of what the server has already answered in words. */
export function useChangeLocale(): (locale: Locale) => Promise<void> {
  const client = useQueryClient();
  const { problem } = useNotify();
  return async (locale) => {
    await changeLocale(locale);
    await client.invalidateQueries();
    await calls.profile({ locale }).catch(problem);
  };
}
