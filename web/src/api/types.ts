/** The shapes of docs/API.md, by hand: the records themselves are drawn from the catalog. */
import type { HomeCard } from './home';

export type FieldType =
  | 'text'
  | 'long_text'
  | 'rich_text'
  | 'integer'
  | 'decimal'
  | 'money'
  | 'percent'
  | 'boolean'
  | 'date'
  | 'time'
  | 'moment'
  | 'duration'
  | 'code'
  | 'link'
  | 'links'
  | 'staff'
  | 'dept'
  | 'phone'
  | 'email'
  | 'url'
  | 'id_number'
  | 'uscc'
  | 'bank_account'
  | 'address'
  | 'attachment'
  | 'image'
  | 'number'
  | 'geo_point'
  | 'tags'
  | 'lines'
  | 'about'
  | 'external_refs'
  | 'id';

export interface Field {
  key: string;
  type: FieldType;
  label: string;
  help: string | null;
  required: boolean;
  writable: boolean;
  quick: boolean;
  max: number | string | null;
  min: number | string | null;
  scale: number | null;
  unit: string | null;
  currency: string | null;
  dict: string | null;
  to: string[];
  of: string | null;
  default: unknown;
  computed: boolean;
  sensitive: boolean;
  inline: boolean;
  sortable: boolean;
  filterable: boolean;
  system: boolean;
  show_if: string | null;
  required_if: string | null;
}

export interface FormGroup {
  label: string | null;
  collapsed: boolean;
  rows: string[][];
}

export interface States {
  field: string;
  start: string;
  moves: Record<string, string[]>;
  won: string[];
  lost: string[];
}

export interface RelatedList {
  entity: string;
  field: string;
  label: string;
}

export interface EntityRights {
  read: boolean;
  create: boolean;
  update: boolean;
  delete: boolean;
  import: boolean;
  export: boolean;
  offline: boolean;
  /** Deeds that the entity's pack declares, such as `invite`. */
  [action: string]: boolean;
}

/** What something is called in each language that the server writes, by its tag. */
export type Names = Record<string, string>;

export interface Entity {
  name: string;
  label: string;
  names: Names;
  icon: string | null;
  title: string;
  line: boolean;
  number: string | null;
  owner: { staff: string; dept: string } | null;
  fields: Field[];
  states: States | null;
  list: { columns: string[]; filters: string[]; sort: string };
  form: FormGroup[];
  quick_form: FormGroup[];
  mobile_form: FormGroup[];
  card: string[];
  /** Groups of fields by which two records look alike. */
  similar: string[][];
  related: RelatedList[];
  timeline: { when: string; text: string; next: string | null } | null;
  empty: string;
  actions: string[];
  can: EntityRights;
}

export interface DictItem {
  code: string;
  label: string;
  parent: string | null;
  color?: string | null;
  active: boolean;
}

export interface Dict {
  label: string;
  tree: boolean;
  items: DictItem[] | null;
}

export interface MenuItem {
  entity?: string;
  page?: string;
  label?: string;
  names?: Names;
}

export interface Catalog {
  version: string;
  locale: string;
  /** The company's time zone, such as `Asia/Shanghai`. */
  zone: string;
  /** Largest file that is taken, in bytes. */
  file_limit: number;
  menus: { label: string; items: MenuItem[] }[];
  home: HomeCard[];
  entities: Record<string, Entity>;
  dicts: Record<string, Dict>;
}

/** A value as the API writes it. */
export type Value = unknown;

export interface Masked {
  masked: true;
  shown: string;
}

export interface AboutRef {
  entity: string;
  id: string;
}

export type Titles = Record<string, string | string[] | null | undefined>;

export interface Warning {
  code: string;
  detail: string;
  pointer?: string;
  /** The record that it speaks of, and the version at which that stood before. */
  entity?: string;
  id?: string;
  version?: number;
}

export interface Rec {
  id: string;
  version: number;
  titles?: Titles;
  can?: { update: boolean; delete: boolean; reveal?: boolean; share?: boolean; moves?: string[] };
  warnings?: Warning[];
  /** The server has not seen it yet. */
  queued?: boolean;
  [key: string]: Value;
}

export interface RecordPage {
  items: Rec[];
  next_cursor: string | null;
  count?: number;
  more?: boolean;
}

/** A changed value in words: codes and links have become their labels. */
export interface Change {
  field: string;
  label: string;
  old: Value;
  new: Value;
}

/** What going back would change: `old` stands there now. */
export interface BackChange extends Change {
  writable: boolean;
}

export interface HistoryEntry {
  id: string;
  at: string;
  by: string | null;
  by_name: string | null;
  action: string;
  version: number;
  change_set: string | null;
  request_id: string | null;
  /** What somebody said it is for. */
  purpose: string | null;
  /** The values are gone, by law or by request; that something was done stays. */
  erased: boolean;
  changes: Change[];
}

/** Somebody else who has a record open. */
export interface Present {
  id: string;
  name: string;
  is_editing: boolean;
}

/** A colleague, and whether they may read the record in question. */
export interface Reader {
  id: string;
  name: string;
  dept: string | null;
  may_read: boolean;
}

export interface TimelineEntry {
  kind: 'record' | 'history';
  entity: string;
  id: string;
  at: string;
  by: string | null;
  by_name: string | null;
  /** Of `record`: what was written down. */
  text?: string;
  record?: Rec;
  /** Of `history`. */
  action?: string;
  changes?: Change[];
}

/** One of the changes a `stale_version` problem lists. */
export interface SinceEntry {
  by: string;
  by_name: string;
  at: string;
  version: number;
  fields: string[];
  /** What stood there before, as the record had it. */
  old: Record<string, Value>;
}

export interface SearchHit {
  entity: string;
  id: string;
  title: string;
  highlights: { field: string; label: string; text: string; ranges: [number, number][] }[];
}

/** What a search answers; `limited` when only the newest candidates were ranked. */
export interface Found {
  items: SearchHit[];
  limited: boolean;
  /** Near titles, where nothing is called so. */
  suggestions: Pick<SearchHit, 'entity' | 'id' | 'title'>[];
}

/** A record that an undo or a bulk change left as it is, and why. */
export interface LeftRecord extends AboutRef {
  title: string;
  detail: string;
}

export interface JobResult {
  /** Of an export: what to download. */
  file?: string;
  name?: string;
  /** Of what was taken back: the job that did so. */
  undone_by?: string;
  /** Of an undo or a bulk change. */
  left?: LeftRecord[];
  /** Of a job that failed as a whole. */
  error?: { title: string; detail: string };
}

export interface Job {
  id: string;
  /** `import`, `export`, `takeout`, `bulk`, `undo`. */
  kind: string;
  title: string;
  status: string;
  total: number | null;
  done: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  warnings: number;
  error_file?: string | null;
  result?: JobResult | null;
  created_at: string;
  finished_at: string | null;
}
