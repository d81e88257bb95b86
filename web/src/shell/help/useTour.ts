import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { records } from '@/api/calls';
import { useEntity } from '@/api/catalog';
import { readMine, useMine, writeMine } from '@/design/mine';
import { isOnCopy } from '@/offline/state';
import { SAVED_VIEW } from '@/record/list/views';

/** What says that a person has seen the tour stands beside their arrangement of the home page. */
const TOUR = 'tour';
const MINE = { filter: `entity_name = "${TOUR}" and owner_id = me`, fields: 'definition', limit: 1 };

/** After this the home page is drawn, ms. */
const CALM = 1200;

/**
 * The tour begins by itself when a person comes to the home page for the first time. The server keeps that it was
 * seen, so that another machine does not begin it again; this machine keeps it too, so that the server is asked once.
 */
export function useTour() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });
  const views = useEntity(SAVED_VIEW);
  const [readable, mayKeep] = [views?.can.read === true, views?.can.create === true];
  const seen = useMine(TOUR, false);
  const [open, setOpen] = useState(false);
  const wanted = !seen && !open && path === '/';
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    const timer = setTimeout(async () => {
      // Another window may have shown it by now.
      if (isOnCopy() || readMine(TOUR, false)) return;
      const kept = readable ? await records.list(SAVED_VIEW, MINE).catch(() => null) : { items: [] };
      if (left || !kept || document.querySelector('[role="dialog"]')) return;
      if (kept.items.length > 0) writeMine(TOUR, true);
      else setOpen(true);
    }, CALM);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [wanted, readable]);
  const start = () => void navigate({ to: '/' }).then(() => setOpen(true));
  const end = () => {
    setOpen(false);
    if (seen) return;
    writeMine(TOUR, true);
    const kept = { name: t('help.tour'), entity_name: TOUR, scope_code: 'private', definition: '{"seen":"1"}' };
    // Where the server does not take it, this machine remembers.
    if (mayKeep) void records.create(SAVED_VIEW, kept, undefined, true).catch(() => {});
  };
  return { open, start, end };
}
