import type { Entity, FormGroup } from '@/api/types';

/** Everything, what is needed at once, or a new record on a phone. */
export type Layout = 'full' | 'quick' | 'mobile';

export function groupsOf(entity: Entity, layout: Layout): FormGroup[] {
  // What may not be seen can leave nothing of a short form.
  const short = { quick: entity.quick_form, mobile: entity.mobile_form, full: entity.form }[layout];
  return short.length > 0 ? short : entity.form;
}

const keysOf = (groups: FormGroup[]) => groups.flatMap((group) => group.rows.flat());

/** Whether a layout leaves out something that the full form has. */
export function isShort(entity: Entity, layout: Layout): boolean {
  const shown = new Set(keysOf(groupsOf(entity, layout)));
  return keysOf(entity.form).some((key) => !shown.has(key));
}

/** The layout in which everything shows that one has to do with: a short one, as long as no key lies outside of it. */
export function layoutFor(entity: Entity, wanted: Layout, keys: string[]): Layout {
  const shown = new Set(keysOf(groupsOf(entity, wanted)));
  const full = new Set(keysOf(entity.form));
  return keys.some((key) => full.has(key) && !shown.has(key)) ? 'full' : wanted;
}
