import { useMemo } from 'react';
import { useCatalog } from '@/api/catalog';
import type { Catalog, Entity, Field } from '@/api/types';
import { COMMENT } from '../comments/comment';

/** The entity that is written in the timeline of another one, such as 跟进 of 客户, and the field that says of which. */
export interface Journal {
  entity: Entity;
  about: Field;
  /** The one field that is always typed into. */
  text: Field;
  /** The further quick fields. */
  beside: Field[];
  /** When to be in touch next, which is proposed. */
  next: Field | undefined;
}

export function journalOf(entities: Catalog['entities'], of: string): Journal | undefined {
  for (const entity of Object.values(entities)) {
    if (entity.name === COMMENT || !entity.timeline || !entity.can.create) continue;
    const points = entity.fields.filter((field) => field.writable && !field.system && field.to.includes(of));
    const about = points.find((field) => field.type === 'about') ?? points.find((field) => field.type === 'link');
    const text = entity.fields.find((field) => field.key === entity.timeline?.text && field.writable);
    if (!about || !text) continue;
    const beside = entity.fields.filter((field) => field.quick && field.writable && field !== about && field !== text);
    return { entity, about, text, beside, next: beside.find((field) => field.key === entity.timeline?.next) };
  }
  return undefined;
}

export function useJournal(of: string): Journal | undefined {
  const { entities } = useCatalog();
  return useMemo(() => journalOf(entities, of), [entities, of]);
}
