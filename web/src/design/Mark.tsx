/** The sign of Keshu: a pivot with its spokes. */
export function Mark({ size }: { size: number }) {
  return <img src="/favicon.svg" alt="" width={size} height={size} />;
}
