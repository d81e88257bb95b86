import type { Value } from './types';

export interface ImportFault {
  /** In the file, as a spreadsheet counts; null = about the file. */
  row: number | null;
  field: string | null;
  code: string;
  detail: string;
  /** The column, where one is mapped to the field. */
  header: string | null;
  value: string;
}

/** A word of a list that means nothing here yet. */
export interface UnknownWord {
  field: string;
  value: string;
  count: number;
  /** Some of the rows it stands in. */
  rows: number[];
  /** Whether it can become a choice of its own. */
  can_add: boolean;
}

/** What a word means: a code or id, nothing, or a new choice. */
export type Meaning = string | null | { add: true };

/** By field and word. */
export type Meanings = Record<string, Record<string, Meaning>>;

/** Cells written over, by row and header. */
export type Cells = Record<number, Record<string, string>>;

/** How a list is read, as it is kept for the next one. */
export interface ImportSetting {
  mode: string;
  keys: string[];
  sheet: string;
  mapping: Record<string, string | null>;
  values: Meanings;
}

export interface ImportPreview {
  /** The list as kept by the server, to be looked at again and imported without sending it anew. */
  upload: string;
  /** The sheet that is read; empty where a file has none. */
  sheet: string;
  sheets: { name: string; rows: number }[];
  /** Fields of lines that further sheets fill. */
  lines: string[];
  /**
   * `by`: who says what a column is: asked, memory, its name, or nobody. `beside`: which value of the record
   * beside a column fills, in words.
   */
  columns: {
    header: string;
    field: string | null;
    by: 'asked' | 'memory' | 'name' | null;
    beside: string | null;
    sample: string[];
  }[];
  rows: number;
  faults: ImportFault[];
  warnings: ImportFault[];
  unknown: UnknownWord[];
  items: Record<string, Value>[];
}
