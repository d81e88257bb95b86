import type { Masked, Titles, Value } from './types';

/** What a form keeps on the server until it is saved. */
export interface FormDraftBody {
  entity: string;
  /** The record that is edited; null for a new one. */
  record_id: string | null;
  version: number | null;
  /** What a new record hangs on. */
  place: string;
  values: Record<string, Value>;
  /** What links in `values` point to, as far as the form was told. */
  titles: Titles;
}

export interface FormDraft extends FormDraftBody {
  id: string;
  label: string;
  title: string | null;
  labels: Record<string, string>;
  saved_at: string;
}

/** A record that is like another; of one out of reach only these are told. */
export type Candidate = ({ id: string; title: string } | Masked) & { owner?: string | null; state?: string | null };

export interface Likeness {
  kind: 'duplicate' | 'similar' | 'near';
  fields: string[];
  label: string;
  candidates: Candidate[];
}

export interface DryRun {
  errors: { pointer: string; code: string; detail: string }[];
  alike: Likeness[];
  fields: Record<string, { shown?: boolean; required?: boolean }>;
}

export interface Pasted {
  rows: Record<string, Value>[];
  left: { row: number; text: string; detail: string }[];
}
