import { useParams } from '@tanstack/react-router';
import { useEntity } from '@/api/catalog';
import type { Entity } from '@/api/types';

/** What /{entity} and /{entity}/{id} name; no entity where the asker may not read it. */
export function useRouteEntity(): { entity: Entity | undefined; id: string } {
  const { entity = '', id = '' } = useParams({ strict: false });
  const found = useEntity(entity);
  return { entity: found && !found.line && found.can.read ? found : undefined, id };
}
