import { useState } from 'react';
import { readMine, useMine, writeMine } from './mine';

const NAME = 'desktop';

/** `none`: this browser has no notices, or gives them only over https. */
export type Permission = NotificationPermission | 'none';

function permission(): Permission {
  return typeof Notification === 'undefined' || !window.isSecureContext ? 'none' : Notification.permission;
}

/** Whether notices of the desktop are wanted on this machine and allowed. */
export function isDesktopOn(): boolean {
  return readMine(NAME, false) && permission() === 'granted';
}

/** The wish for notices of the desktop; the browser is asked only when somebody turns them on. */
export function useDesktop(): { on: boolean; permission: Permission; turn: (on: boolean) => Promise<void> } {
  const wanted = useMine(NAME, false);
  const [allowed, setAllowed] = useState(permission);
  const turn = async (on: boolean) => {
    if (on && allowed !== 'none') setAllowed(await Notification.requestPermission());
    writeMine(NAME, on || undefined);
  };
  return { on: wanted && allowed === 'granted', permission: allowed, turn };
}
