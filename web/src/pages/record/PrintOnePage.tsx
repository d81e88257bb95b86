import { RecordPrint } from '@/record/print/RecordPrint';
import { NotFound } from '../NotFound';
import { useRouteEntity } from './useRouteEntity';

export function PrintOnePage() {
  const { entity, id } = useRouteEntity();
  return entity ? <RecordPrint key={`${entity.name}/${id}`} entity={entity} id={id} /> : <NotFound />;
}
