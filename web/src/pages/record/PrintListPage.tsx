import { ListPrint } from '@/record/print/ListPrint';
import { NotFound } from '../NotFound';
import { useRouteEntity } from './useRouteEntity';

export function PrintListPage() {
  const { entity } = useRouteEntity();
  return entity ? <ListPrint key={entity.name} entity={entity} /> : <NotFound />;
}
