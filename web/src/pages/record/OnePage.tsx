import { RecordPage } from '@/record/page/RecordPage';
import { NotFound } from '../NotFound';
import { useRouteEntity } from './useRouteEntity';

export function OnePage() {
  const { entity, id } = useRouteEntity();
  return entity ? <RecordPage key={`${entity.name}/${id}`} entity={entity} id={id} /> : <NotFound />;
}
