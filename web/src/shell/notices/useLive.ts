import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useCatalog, useSession } from '@/api/catalog';
import { hear, listen } from '@/api/events';
import { follow } from '@/record/live';
import { useDesktopNotice } from './useDesktopNotice';

/** What others change shows without a reload, for as long as somebody is signed in. */
export function useLive(): void {
  useDesktopNotice();
  const client = useQueryClient();
  const { staff, place } = useSession();
  const me = staff.id;
  const began = useRef(place);
  const catalog = useRef(useCatalog());
  catalog.current = useCatalog();
  useEffect(() => {
    const { told, stop } = follow(client, me, () => catalog.current);
    const quiet = hear(told);
    const close = listen(began.current);
    return () => {
      close();
      quiet();
      stop();
    };
  }, [client, me]);
}
