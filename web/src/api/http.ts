import { Problem, problemOf } from './problem';
import { type Convert, convertWords, WORDS_OF_PROBLEMS, wordsOf } from './words';

const BASE = '/api/v1';

let locale = 'zh-CN';
let convert: Convert | null = null;
let onSignedOut: (() => void) | null = null;

/** The language the server is asked to answer in, and how its words become those of a language that it does not write. */
export function setRequestLocale(value: string, toWords: Convert | null = null): void {
  locale = value;
  convert = toWords;
}

/** Called once whenever an answer says that the session has ended. */
export function watchSession(listener: () => void): void {
  onSignedOut = listener;
}

/** A random key that is also made on plain http, where `crypto.randomUUID` is missing. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type Query = Record<string, string | number | undefined>;

export interface Call {
  query?: Query;
  body?: unknown;
  /** Sent as `If-Match`. */
  version?: number;
  /** Idempotency key of a repeated try; a write without one gets a fresh one. */
  key?: string;
  signal?: AbortSignal;
}

export function urlOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

/** Where a stored file is fetched, to be saved or, `inline`, to be shown. */
export function fileUrl(id: string, inline = false): string {
  return urlOf(`/file/${encodeURIComponent(id)}`, inline ? { inline: 1 } : {});
}

/** Where the small likeness of a picture is. */
export function thumbnailUrl(id: string, size: 'small' | 'large'): string {
  return urlOf(`/file/${encodeURIComponent(id)}/thumbnail`, { size });
}

/** The headers of every request. */
export function spoken(): Record<string, string> {
  return { Accept: 'application/json', 'Accept-Language': locale };
}

/** What an answer refuses; whoever must sign in again is told. */
export async function refusal(response: Response): Promise<Problem> {
  const problem = await problemOf(response, (body) =>
    convert ? convertWords(body, WORDS_OF_PROBLEMS, convert) : body,
  );
  if (problem.code === 'sign_in_required') onSignedOut?.();
  return problem;
}

/** One request; answers the parsed body, or throws a Problem. */
export async function call<T>(method: string, path: string, options: Call = {}): Promise<T> {
  const headers = spoken();
  if (method !== 'GET') headers['Idempotency-Key'] = options.key ?? newKey();
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) {
    body = options.body;
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  const response = await fetch(urlOf(path, options.query), { method, headers, body, signal: options.signal });
  if (!response.ok) throw await refusal(response);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  const answer = text ? JSON.parse(text) : undefined;
  return (convert ? convertWords(answer, wordsOf(path), convert) : answer) as T;
}

/** Whether the same write may be sent again with the same key: it is not known whether it was done. */
export function isUncertain(error: unknown): boolean {
  if (error instanceof Problem) return error.code === 'commit_failed' || error.status === 0;
  return error instanceof TypeError;
}
