/** The shapes of docs/API.md, by hand: the records themselves are drawn from the catalog. */

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
  /** Deeds that the entity's pack declares, such as `invite`. */
  [action: string]: boolean;
}

export interface Entity {
  name: string;
  label: string;
  icon: string | null;
  title: string;
  line: boolean;
  number: string | null;
  owner: { staff: string; dept: string } | null;
  fields: Field[];
  states: States | null;
  list: { columns: string[]; filters: string[]; sort: string };
  form: FormGroup[];
  card: string[];
  /** Groups of fields by which two records look alike. */
  similar: string[][];
  related: RelatedList[];
  timeline: { when: string; text: string } | null;
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
}

export interface Catalog {
  version: string;
  locale: string;
  /** The company's time zone, such as `Asia/Shanghai`. */
  zone: string;
  /** Largest file that is taken, in bytes. */
  file_limit: number;
  menus: { label: string; items: MenuItem[] }[];
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
}

export interface Rec {
  id: string;
  version: number;
  titles?: Titles;
  can?: { update: boolean; delete: boolean; share?: boolean; moves?: string[] };
  warnings?: Warning[];
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

export interface HistoryEntry {
  id: string;
  at: string;
  by: string | null;
  by_name: string | null;
  action: string;
  version: number;
  change_set: string | null;
  request_id: string | null;
  /** The values are gone, by law or by request; that something was done stays. */
  erased: boolean;
  changes: Change[];
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

/** What signing in answers. */
export interface SignedIn {
  staff: { id: string; name: string; username: string; locale: string | null };
}

export interface Session extends SignedIn {
  roles: { id: string; name: string }[];
  dept: { id: string; name: string } | null;
  demo: boolean;
}

export interface DemoRole {
  username: string;
  name: string;
  role: string;
  text: string;
}

export interface OneTimeLink {
  kind: 'setup' | 'invite' | 'reset';
  name: string | null;
  username: string | null;
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

export interface ApiToken {
  id: string;
  name: string;
  created_at: string;
  expires_on: string | null;
  last_used_at?: string | null;
  token?: string;
}
