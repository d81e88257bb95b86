import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { titleOf, useCatalog } from '@/api/catalog';
import { keys } from '@/api/keys';
import type { Entity, Field, Rec, Value } from '@/api/types';
import type { Target } from '@/record/prefill';

/** The fields by which one checks in: where, and a picture; `means` is what makes it a visit. */
export interface Visit {
  point: Field;
  place: Field | undefined;
  photo: Field | undefined;
  means: Record<string, Value>;
}

/** An entity with a position that is shown for one of its kinds can be checked in with. */
export function visitOf(entity: Entity): Visit | undefined {
  const of = (type: Field['type']) => entity.fields.find((field) => field.type === type && field.writable);
  const point = of('geo_point');
  if (!point) return undefined;
  const [, key, value] = /^(\w+) = "(\w+)"$/.exec(point.show_if ?? '') ?? [];
  return { point, place: of('address'), photo: of('image'), means: key ? { [key]: value } : {} };
}

/** The record whose page is open. */
export function useHere(): Target | undefined {
  const client = useQueryClient();
  const { entities } = useCatalog();
  const [, name = '', id = ''] = useLocation({ select: (location) => location.pathname }).split('/');
  const record = client.getQueryData<Rec>(keys.one(name, id));
  const entity = entities[name];
  return entity && record ? { entity: name, id, title: titleOf(entity, record) } : undefined;
}

/** Where this phone is, as a position is written; throws what the browser says. */
export function locate(): Promise<string> {
  return new Promise((found, failed) => {
    const done = ({ coords }: GeolocationPosition) =>
      found(`${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`);
    if (navigator.geolocation)
      navigator.geolocation.getCurrentPosition(done, failed, { enableHighAccuracy: true, timeout: 10_000 });
    else failed(new Error('no geolocation'));
  });
}
