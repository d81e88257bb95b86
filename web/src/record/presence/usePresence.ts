import { useEffect, useState } from 'react';
import { records } from '@/api/calls';
import { hear } from '@/api/events';
import { newKey } from '@/api/http';
import type { Present } from '@/api/types';

/** How often a page says that it is still there, ms. */
const BEAT = 20_000;

/** Says for as long as this is shown that somebody looks at a record or edits it; knows who else does. */
export function usePresence(entity: string, id: string, doing: 'view' | 'edit'): Present[] {
  const [others, setOthers] = useState<Present[]>([]);
  useEffect(() => {
    const page = newKey();
    let gone = false;
    const sign = async () => {
      // Whoever looks elsewhere does not look here; what is being typed stays so.
      if (doing === 'view' && document.hidden) return;
      try {
        const { items } = await records.sign(entity, id, page, doing);
        if (!gone) setOthers(items);
      } catch {
        // Of whom nothing can be learned, nothing is said.
        if (!gone) setOthers([]);
      }
    };
    const leave = () => void records.sign(entity, id, page, 'leave').catch(() => {});
    const look = () => {
      if (!document.hidden) void sign();
      else if (doing === 'view') leave();
    };
    void sign();
    const timer = setInterval(sign, BEAT);
    const quiet = hear((told) => {
      if (told.name === 'presence' && told.data.entity === entity && told.data.id === id) setOthers(told.data.items);
    });
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', leave);
    return () => {
      gone = true;
      clearInterval(timer);
      quiet();
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [entity, id, doing]);
  return others;
}
