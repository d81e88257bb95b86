import type { Rec, Warning } from '@/api/types';

const CHANGED = 'following_changed';

/** What was changed in the place of adding another, such as the to-do of an earlier follow-up. */
export function movedBy(saved: Rec): Warning[] {
  return saved.warnings?.filter(({ code }) => code === CHANGED) ?? [];
}

/** That a record is saved, and in the same breath what moved with it. */
export function saidOf(words: string, saved: Rec): string {
  return [words, ...movedBy(saved).map(({ detail }) => detail)].join(' · ');
}
