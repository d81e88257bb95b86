import { type Call, call } from './http';
import type { DuplicateGroup, Quality } from './quality';
import type {
  ApiToken,
  Catalog,
  Cells,
  DemoRole,
  DictItem,
  Found,
  HistoryEntry,
  ImportPreview,
  Job,
  Meanings,
  OneTimeLink,
  Rec,
  RecordPage,
  Session,
  SignedIn,
  TimelineEntry,
} from './types';

const at = encodeURIComponent;

export interface ListParams {
  filter?: string;
  q?: string;
  sort?: string;
  fields?: string;
  limit?: number;
  page?: number;
  count?: 'exact' | 'capped';
}

type Paged<T> = { items: T[]; next_cursor: string | null };

/** Every route of `/{entity}`. */
export const records = {
  list: (entity: string, params: ListParams, signal?: AbortSignal) =>
    call<RecordPage>('GET', `/${entity}`, { query: { ...params }, signal }),
  trash: (entity: string, params: ListParams, signal?: AbortSignal) =>
    call<RecordPage>('GET', `/${entity}/trash`, { query: { ...params }, signal }),
  get: (entity: string, id: string, signal?: AbortSignal) => call<Rec>('GET', `/${entity}/${at(id)}`, { signal }),
  create: (entity: string, body: unknown, key?: string) => call<Rec>('POST', `/${entity}`, { body, key }),
  update: (entity: string, id: string, version: number, body: unknown, key?: string) =>
    call<Rec>('PATCH', `/${entity}/${at(id)}`, { body, version, key }),
  remove: (entity: string, id: string, version: number) => call<void>('DELETE', `/${entity}/${at(id)}`, { version }),
  act: <T = Rec>(entity: string, id: string, action: string, options: Pick<Call, 'body' | 'version'> = {}) =>
    call<T>('POST', `/${entity}/${at(id)}/${action}`, options),
  history: (entity: string, id: string, cursor?: string) =>
    call<Paged<HistoryEntry>>('GET', `/${entity}/${at(id)}/history`, { query: { cursor } }),
  timeline: (entity: string, id: string, cursor?: string) =>
    call<Paged<TimelineEntry>>('GET', `/${entity}/${at(id)}/timeline`, { query: { cursor } }),
};

export const session = {
  get: () => call<Session>('GET', '/session'),
  signIn: (username: string, password: string) => call<SignedIn>('POST', '/session', { body: { username, password } }),
  signOut: () => call<void>('DELETE', '/session'),
  demoRoles: () => call<{ items: DemoRole[] }>('GET', '/session/demo'),
  demoSignIn: (username: string) => call<SignedIn>('POST', '/session/demo', { body: { username } }),
  profile: (body: { locale?: string; mobile?: string | null; email?: string | null }) =>
    call<unknown>('PATCH', '/session/profile', { body }),
  password: (old: string, next: string) => call<void>('POST', '/session/password', { body: { old, new: next } }),
};

export const links = {
  get: (token: string) => call<OneTimeLink>('GET', `/one_time_link/${at(token)}`),
  use: (token: string, body: Record<string, string>) => call<unknown>('POST', `/one_time_link/${at(token)}`, { body }),
};

export const catalog = {
  get: () => call<Catalog>('GET', '/catalog'),
  dict: (name: string) => call<{ items: DictItem[] }>('GET', `/catalog/dict/${at(name)}`),
};

export const search = (q: string, limit: number, signal?: AbortSignal) =>
  call<Found>('GET', '/search', { query: { q, limit }, signal });

type DuplicatePage = Paged<DuplicateGroup> & { count: number; more?: boolean };

export const duplicates = {
  list: (entity: string, distinct: boolean, cursor: string | undefined, signal?: AbortSignal) =>
    call<DuplicatePage>('GET', '/duplicate', {
      query: { entity, distinct: distinct ? 'true' : undefined, cursor },
      signal,
    }),
  tellApart: (entity: string, ids: string[], distinct: boolean) =>
    call<unknown>('POST', '/duplicate', { body: { entity, ids, distinct } }),
};

export const quality = (entity: string, params: { days?: string; filter?: string }, signal?: AbortSignal) =>
  call<Quality>('GET', `/quality/${entity}`, { query: params, signal });

/** The list itself, or the name the preview gave it. */
export type ImportParts = {
  entity: string;
  /** A saved setting, below what is said here. */
  setting: string;
  /** Empty = as the setting says. */
  mode: string;
  keys: string[];
  sheet: string;
  mapping: Record<string, string | null>;
  values: Meanings;
  cells: Cells;
} & ({ file: File } | { upload: string });

function importForm({ entity, setting, mode, keys, sheet, mapping, values, cells, ...list }: ImportParts): FormData {
  const body = new FormData();
  body.set('entity', entity);
  if (setting) body.set('setting', setting);
  if (mode) body.set('mode', mode);
  if (keys.length > 0) body.set('keys', keys.join(','));
  if (sheet) body.set('sheet', sheet);
  for (const [name, said] of Object.entries({ mapping, values, cells })) {
    if (Object.keys(said).length > 0) body.set(name, JSON.stringify(said));
  }
  if ('file' in list) body.set('file', list.file, list.file.name);
  else body.set('upload', list.upload);
  return body;
}

export const imports = {
  preview: (parts: ImportParts) => call<ImportPreview>('POST', '/import/preview', { body: importForm(parts) }),
  start: (parts: ImportParts) => call<Started>('POST', '/import', { body: importForm(parts) }),
};

export const jobs = {
  list: () => call<Paged<Job>>('GET', '/job'),
  get: (id: string) => call<Job>('GET', `/job/${at(id)}`),
  /** `undo` answers with the id of the job that takes this one back. */
  act: (id: string, deed: JobDeed) => call<Started>('POST', `/job/${at(id)}/${deed}`),
};

export type JobDeed = 'pause' | 'resume' | 'cancel' | 'undo';

type Started = Pick<Job, 'id' | 'status'>;

export interface ExportOrder {
  entity: string;
  filter?: string;
  q?: string;
  sort?: string;
  ids?: string[];
  /** Left out: every field that fits into a cell. */
  fields?: string[];
  format: 'xlsx' | 'csv' | 'vcf';
  bom?: boolean;
}

/** Which records: those of `ids`, else all that filter and words let through. */
export interface Chosen {
  entity: string;
  ids?: string[];
  filter?: string;
  q?: string;
}

/** What is done to each: values set, words of a list of words added and taken away, or the trash. */
export interface Change {
  set?: Record<string, unknown>;
  add?: Record<string, string[]>;
  remove?: Record<string, string[]>;
  delete?: boolean;
}

export const bulk = {
  /** How many are chosen, and how many of them the asker may treat so. */
  preview: (order: Chosen & Change, signal?: AbortSignal) =>
    call<{ count: number; within: number }>('POST', '/bulk/preview', { body: order, signal }),
  start: (order: Chosen & Change) => call<Started>('POST', '/bulk', { body: order }),
};

export const exports = {
  start: (order: ExportOrder) => call<Started>('POST', '/export', { body: order }),
  everything: () => call<Started>('POST', '/takeout', { body: {} }),
};

export const tokens = {
  list: () => call<{ items: ApiToken[] }>('GET', '/api_token'),
  create: (body: { name: string; expires_on?: string }) => call<ApiToken>('POST', '/api_token', { body }),
  remove: (id: string) => call<void>('DELETE', `/api_token/${at(id)}`),
};
