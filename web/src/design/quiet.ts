/** Whether the time of the day `now` lies between two others (`HH:mm`); the hours may go over midnight. */
export function isQuiet(from: string | null, until: string | null, now: string): boolean {
  if (!from || !until) return false;
  return from <= until ? from <= now && now < until : from <= now || now < until;
}
