import { useDeferredValue } from 'react';

interface Props {
  /** Stands there for a moment. */
  meanwhile: React.ReactNode;
  children: React.ReactNode;
}

/** What takes long to draw comes after the answer to the press: first the frame, then what is in it. */
export function Later({ meanwhile, children }: Props) {
  return useDeferredValue(true, false) ? children : meanwhile;
}
