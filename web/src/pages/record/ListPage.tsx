import { EntityList } from '@/record/list/EntityList';
import { NotFound } from '../NotFound';
import { useRouteEntity } from './useRouteEntity';

export function ListPage() {
  const { entity } = useRouteEntity();
  return entity ? <EntityList key={entity.name} entity={entity} /> : <NotFound />;
}
