import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import { notifications, records } from '@/api/calls';
import { useEntity } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Rec } from '@/api/types';
import { useNotify } from '@/design/notify';

const NOTIFICATION = 'notification';
const UNREAD = { filter: 'read_at = null', limit: 1, count: 'capped' } as const;
const PAGE = 20;
/** Where nothing is told (a proxy that holds streams back), the number is still asked for now and then, ms. */
const NOW_AND_THEN = 120_000;

/** One thing that concerns the person who is signed in. */
export type Notice = Rec & {
  content: string;
  kind_code: string;
  about?: { entity: string; id: string } | null;
  job?: string | null;
  /** The list that it speaks of: an entity and a filter. */
  rows_of?: string | null;
  rows_filter?: string | null;
  read_at?: string | null;
  created_at: string;
};

/** Where a notification leads; nowhere when what it is about is out of reach. */
export function wayOf(notice: Notice): LinkProps | undefined {
  const { about, rows_of, rows_filter } = notice;
  if (about) return notice.titles?.about === undefined ? undefined : { to: '/$entity/$id', params: { ...about } };
  if (rows_of && rows_filter)
    return { to: '/$entity', params: { entity: rows_of }, search: { where: rows_filter, why: notice.content } };
  return notice.job ? { to: '/jobs' } : undefined;
}

/** How many are unread; undefined where there are no notifications at all. */
export function useUnread(): number | undefined {
  const known = useEntity(NOTIFICATION) !== undefined;
  const query = useQuery({
    queryKey: keys.list(NOTIFICATION, UNREAD),
    queryFn: ({ signal }) => records.list(NOTIFICATION, UNREAD, signal),
    refetchInterval: NOW_AND_THEN,
    enabled: known,
  });
  return known ? (query.data?.count ?? 0) : undefined;
}

/** The newest first, page by page. */
export function useNotices() {
  const query = useInfiniteQuery({
    queryKey: keys.list(NOTIFICATION, { pages: true }),
    queryFn: ({ pageParam, signal }) => records.list(NOTIFICATION, { limit: PAGE, page: pageParam }, signal),
    initialPageParam: 1,
    getNextPageParam: (last, pages) => (last.next_cursor ? pages.length + 1 : undefined),
  });
  const all = (query.data?.pages.flatMap((page) => page.items) ?? []) as Notice[];
  // What comes in between moves the pages on: the same one may stand on two.
  const items = [...new Map(all.map((notice) => [notice.id, notice])).values()];
  return { ...query, items };
}

/** Marks those of `ids`, or all, as read. */
export function useMarkRead() {
  const client = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: (ids?: string[]) => notifications.read(ids),
    onSuccess: () => client.invalidateQueries({ queryKey: ['record', NOTIFICATION] }),
    onError: notify.problem,
  });
}
