import { Link } from '@tanstack/react-router';
import type { Figure } from '@/api/quality';
import type { Entity } from '@/api/types';
import { group } from '@/design/numbers';

interface Props {
  entity: Entity;
  figure: Figure;
  /** What the rows have in common, in words. */
  why: string;
  children?: React.ReactNode;
}

/** A figure that opens the list of its rows, where they can be listed. */
export function FigureLink({ entity, figure, why, children }: Props) {
  const shown = children ?? group(String(figure.count));
  if (figure.count === 0) return <span className="ks-muted">{shown}</span>;
  if (!figure.filter) return shown;
  return (
    <Link to="/$entity" params={{ entity: entity.name }} search={{ where: figure.filter, why }} title={why}>
      {shown}
    </Link>
  );
}
