import type { ApiToken, DemoRole, Device, OneTimeLink, RecoveryCodes, Session, SignedIn } from './account';
import type { DryRun, FormDraft, FormDraftBody, Pasted } from './forms';
import { type Call, call } from './http';
import type { Cells, ImportPreview, Meanings } from './importing';
import type { DuplicateGroup, Quality } from './quality';
import type {
  BackChange,
  Catalog,
  DictItem,
  Found,
  HistoryEntry,
  Job,
  Present,
  Reader,
  Rec,
  RecordPage,
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
  /** `direct`: into no queue where the server is away. */
  create: (entity: string, body: unknown, key?: string, direct = false) =>
    call<Rec>('POST', `/${entity}`, { body, key, direct }),
  update: (entity: string, id: string, version: number, body: unknown, key?: string) =>
    call<Rec>('PATCH', `/${entity}/${at(id)}`, { body, version, key }),
  /** What a write of `values` would be told, without writing. */
  dryRun: (entity: string, id: string | undefined, values: unknown, signal?: AbortSignal) =>
    call<DryRun>('POST', `/${entity}/dry_run`, { body: { id, values }, signal, quiet: true }),
  /** Cells of a spreadsheet as lines for `field`. */
  paste: (entity: string, field: string, columns: string[], rows: string[][]) =>
    call<Pasted>('POST', `/${entity}/paste`, { body: { field, columns, rows } }),
  remove: (entity: string, id: string, version: number) => call<void>('DELETE', `/${entity}/${at(id)}`, { version }),
  act: <T = Rec>(entity: string, id: string, action: string, options: Pick<Call, 'body' | 'version'> = {}) =>
    call<T>('POST', `/${entity}/${at(id)}/${action}`, options),
  /** What putting it back to a version would change. */
  asOf: (entity: string, id: string, version: number) =>
    call<{ version: number; changes: BackChange[] }>('GET', `/${entity}/${at(id)}/history/${version}`),
  history: (entity: string, id: string, cursor?: string) =>
    call<Paged<HistoryEntry>>('GET', `/${entity}/${at(id)}/history`, { query: { cursor } }),
  timeline: (entity: string, id: string, cursor?: string) =>
    call<Paged<TimelineEntry>>('GET', `/${entity}/${at(id)}/timeline`, { query: { cursor } }),
  /** Colleagues called so, and whether each may read the record. */
  readers: (entity: string, id: string, q: string) =>
    call<{ items: Reader[] }>('GET', `/${entity}/${at(id)}/readers`, { query: { q } }),
  /** What this page does with a record; who else has it open. */
  sign: (entity: string, id: string, page: string, doing: 'view' | 'edit' | 'leave') =>
    call<{ items: Present[] }>('POST', `/${entity}/${at(id)}/presence`, {
      body: { page, doing },
      direct: true,
      quiet: true,
      keepalive: doing === 'leave',
    }),
};

export const notifications = {
  /** Marks those of `ids`, or all, as read. */
  read: (ids?: string[]) => call<{ marked: number }>('POST', '/notification/read', { body: ids ? { ids } : {} }),
};

/** Own words that are not saved yet. */
export const formDrafts = {
  list: () => call<{ items: FormDraft[] }>('GET', '/form_draft'),
  keep: (id: string, body: FormDraftBody, keepalive = false) =>
    call<unknown>('PUT', `/form_draft/${at(id)}`, { body, keepalive, quiet: true }),
  forget: (id: string) => call<void>('DELETE', `/form_draft/${at(id)}`, { quiet: true }),
};

export const session = {
  get: () => call<Session>('GET', '/session'),
  signIn: (username: string, password: string, code?: string) =>
    call<SignedIn>('POST', '/session', { body: { username, password, code } }),
  signOut: () => call<void>('DELETE', '/session'),
  demoRoles: () => call<{ items: DemoRole[] }>('GET', '/session/demo'),
  demoSignIn: (username: string) => call<SignedIn>('POST', '/session/demo', { body: { username } }),
  profile: (
    body: Partial<
      Record<'locale' | 'mobile' | 'email' | 'quiet_from' | 'quiet_until' | 'digest_time', string | null>
    > & {
      has_keys?: boolean;
    },
  ) => call<unknown>('PATCH', '/session/profile', { body }),
  stepUp: (body: { password?: string; code?: string }) => call<void>('POST', '/session/step_up', { body }),
  /** A secret for an app of one-time codes; it is asked for once it is confirmed. */
  offerTotp: () => call<{ secret: string; uri: string }>('POST', '/session/totp'),
  confirmTotp: (code: string) => call<RecoveryCodes>('POST', '/session/totp/confirm', { body: { code } }),
  removeTotp: () => call<void>('DELETE', '/session/totp'),
  recoveryCodes: () => call<RecoveryCodes>('POST', '/session/recovery_codes'),
  devices: () => call<{ items: Device[] }>('GET', '/session/device'),
  endDevice: (id: string) => call<void>('DELETE', `/session/device/${at(id)}`),
  endOtherDevices: () => call<{ ended: number }>('DELETE', '/session/device'),
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

/** The records that may be read without the server, by entity. */
export const offline = {
  take: () =>
    call<{ taken_at: string; hours: number; entities: Record<string, Rec[]> }>('GET', '/offline', { direct: true }),
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

/** Why somebody may do something to a record, or not; `for` whether a sentence speaks for it. */
export const explain = (
  query: { staff_id: string; entity: string; id: string; action: string; field?: string },
  signal?: AbortSignal,
) => call<{ allowed: boolean; because: { for: boolean; text: string }[] }>('GET', '/explain', { query, signal });

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

/** What is done to each: values set, for all alike or in turn, words of a list of words added and taken away, or the trash. */
export interface Change {
  set?: Record<string, unknown>;
  in_turn?: Record<string, string[]>;
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

/** Notes in the audit that somebody prints a record, or a list as it was asked for. */
export const notePrint = (printed: {
  entity: string;
  id?: string;
  filter?: string;
  q?: string;
  sort?: string;
  fields?: string[];
  rows?: number;
}) => call<{ at: string; by_name: string }>('POST', '/print', { body: printed });

export const tokens = {
  list: () => call<{ items: ApiToken[] }>('GET', '/api_token'),
  create: (body: { name: string; expires_on?: string; entities?: string[]; actions?: string[]; networks: string[] }) =>
    call<ApiToken>('POST', '/api_token', { body }),
  remove: (id: string) => call<void>('DELETE', `/api_token/${at(id)}`),
};
