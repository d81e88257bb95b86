import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { search } from '@/api/calls';
import { keys } from '@/api/keys';
import { useDebounced } from '@/design/useDebounced';
import {
  type Choice,
  useActionChoices,
  useHitChoice,
  useOfferChoices,
  usePageChoices,
  useRecentChoices,
} from './choices';
import { fitting } from './match';
import { useReadings } from './useReadings';

export interface Group {
  label: string;
  choices: Choice[];
}

/** Of what this page knows by itself, as many stand above the records. */
const MOST = 5;

/**
 * What fits: recent records, pages and actions at once; records below them as soon as the server has answered, so
 * that nothing moves under the hand. `settled`: everything is there for what is typed now.
 */
export function useChoices(typed: string, open: boolean, onSheet: () => void) {
  const { t } = useTranslation();
  const { readings, ready } = useReadings(open);
  const own = [
    { label: t('palette.recent'), choices: useRecentChoices() },
    { label: t('palette.pages'), choices: usePageChoices() },
    { label: t('palette.actions'), choices: useActionChoices(onSheet) },
  ];
  const hitChoice = useHitChoice();
  const offer = useOfferChoices();
  const wanted = typed.trim();
  const q = useDebounced(wanted, 120);
  const found = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => search(q, 20, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
  const settled = wanted === '' || (ready && q === wanted && !found.isPlaceholderData && !found.isPending);
  const near = wanted
    ? own.map(({ label, choices }) => ({
        label,
        choices: fitting(choices, wanted, ({ names }) => names, readings).slice(0, MOST),
      }))
    : own;
  const known = new Set(near.flatMap(({ choices }) => choices.map(({ key }) => key)));
  const answer = wanted ? found.data : undefined;
  const hits = (answer?.items ?? []).filter(({ id }) => !known.has(id));
  const nothing = settled && wanted !== '' && found.isSuccess && known.size === 0 && answer?.items.length === 0;
  const far = [
    { label: t('palette.records'), choices: hits.map(hitChoice) },
    { label: t('nav.search_meant'), choices: settled ? (answer?.suggestions ?? []).map(hitChoice) : [] },
    { label: t('nav.new'), choices: nothing ? offer(wanted) : [] },
  ];
  const shown = ({ choices }: Group) => choices.length > 0;
  return {
    groups: [...near, ...far].filter(shown),
    /** How many stand there whatever the server answers. */
    sure: near.reduce((sum, { choices }) => sum + choices.length, 0),
    records: hits.length,
    settled,
    nothing,
    limited: settled && answer?.limited === true,
    error: q === wanted ? found.error : null,
  };
}
