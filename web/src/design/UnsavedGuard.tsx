import { useBlocker } from '@tanstack/react-router';
import { LeaveDialog } from './LeaveDialog';

interface Props {
  when: () => boolean;
  /** Where what was typed is kept for later unless it is given up. */
  discard?: () => void;
}

/** Asks before typed words are lost: leaving for another page, closing the tab. */
export function UnsavedGuard({ when, discard }: Props) {
  const blocker = useBlocker({ shouldBlockFn: when, enableBeforeUnload: when, withResolver: true });
  const leave = () => blocker.proceed?.();
  return (
    <LeaveDialog
      open={blocker.status === 'blocked'}
      onLeave={() => {
        discard?.();
        leave();
      }}
      onKeep={discard && leave}
      onStay={() => blocker.reset?.()}
    />
  );
}
