import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { records } from '@/api/calls';
import { useSession } from '@/api/catalog';
import { hear, isHolder } from '@/api/events';
import { onClock } from '@/design/dates';
import { isDesktopOn } from '@/design/desktop';
import { isQuiet } from '@/design/quiet';
import { type Notice, wayOf } from './useNotices';

/** Shows what comes in on the desktop while nobody looks at the page, but for the quiet hours; one page of a browser
 *  does it for all. */
export function useDesktopNotice(): void {
  const navigate = useNavigate();
  const { staff } = useSession();
  const person = useRef(staff);
  person.current = staff;
  useEffect(
    () =>
      hear((told) => {
        if (told.name !== 'change' || told.data.entity !== 'notification' || told.data.event !== 'created') return;
        if (!told.data.id || !isHolder() || !isDesktopOn() || document.hasFocus()) return;
        const { quiet_from, quiet_until } = person.current;
        if (isQuiet(quiet_from, quiet_until, onClock().format('HH:mm'))) return;
        void show(told.data.id, (notice) => {
          window.focus();
          void navigate(wayOf(notice) ?? { to: '/' });
        });
      }),
    [navigate],
  );
}

async function show(id: string, open: (notice: Notice) => void): Promise<void> {
  const notice = (await records.get('notification', id)) as Notice;
  const title = notice.titles?.about;
  const shown = new Notification(notice.content, { body: typeof title === 'string' ? title : undefined, tag: id });
  shown.onclick = () => {
    shown.close();
    open(notice);
  };
}
