/** Rows of an entity as a card of the home page shows them. */
export interface CardRows {
  entity: string;
  filter: string | null;
  sort: string;
  columns: string[];
  limit: number;
}

/** A count of rows that opens them. */
export interface HomeFigure {
  figure: string;
  label: string;
  help: string | null;
  entity: string;
  filter: string;
  /** Whether more of it is worse. */
  bad: boolean;
  than: { label: string; filter: string } | null;
}

/** What a pack offers for the home page; `shown` to this person before they arrange anything. */
export type HomeCard = { card: string; label: string; place: 'main' | 'side'; shown: boolean } & (
  | ({ kind: 'todo'; when: string } & CardRows)
  | ({ kind: 'list' } & CardRows)
  | { kind: 'figures'; figures: HomeFigure[] }
  | { kind: 'recent' }
  | { kind: 'links' }
);
