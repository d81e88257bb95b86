import type { Entity } from '@/api/types';
import { useRecord } from '../hooks';
import { StateMenu } from '../page/StateMenu';

interface Props {
  entity: Entity;
  id: string;
  onClose: (left: boolean) => void;
}

/** The menu of states of a row, with what its record may do: a list does not say that of each. */
export function RowState({ entity, id, onClose }: Props) {
  const { data } = useRecord(entity.name, id);
  return data && <StateMenu entity={entity} record={data} onClose={onClose} />;
}
