import { useBlocker } from '@tanstack/react-router';
import { LeaveDialog } from './LeaveDialog';

/** Asks before typed words are lost: leaving for another page, closing the tab. */
export function UnsavedGuard({ when }: { when: () => boolean }) {
  const blocker = useBlocker({ shouldBlockFn: when, enableBeforeUnload: when, withResolver: true });
  return (
    <LeaveDialog
      open={blocker.status === 'blocked'}
      onLeave={() => blocker.proceed?.()}
      onStay={() => blocker.reset?.()}
    />
  );
}
