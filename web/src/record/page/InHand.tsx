import type { Entity, Rec } from '@/api/types';
import { useTarget } from './writing';

interface Props {
  entity: Entity;
  record: Rec;
  children: React.ReactNode;
}

/** A record that is open: the keys of records speak of it. */
export function InHand({ entity, record, children }: Props) {
  const target = useTarget(entity, record);
  return (
    <div data-open data-target={target && JSON.stringify(target)}>
      {children}
    </div>
  );
}
