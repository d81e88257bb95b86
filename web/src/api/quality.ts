import type { Rec } from './types';

/** The shapes of likely duplicates and of data quality. */

/** Records that look alike by `fields`; `records` holds the first of them. */
export interface DuplicateGroup {
  fields: string[];
  label: string;
  count: number;
  records: Rec[];
}

/** How many rows, and the filter of a list that shows them. */
export interface Figure {
  count: number;
  filter: string | null;
}

export interface FieldQuality {
  key: string;
  label: string;
  required: boolean;
  empty: Figure;
  invalid: Figure;
  retired: Figure;
}

export interface GroupQuality {
  id: string;
  title: string | null;
  rows: number;
  empty: number;
  stale: number;
  doubtful: number;
  left_open: number;
  filter: string;
}

/** How good the data of an entity is, over what the asker may read. */
export interface Quality {
  rows: number;
  days: number;
  stale: Figure;
  doubtful: Figure;
  left_open: Figure | null;
  checked: number;
  fields: FieldQuality[];
  owners: GroupQuality[];
  depts: GroupQuality[];
}
