import { Problem, problemOf } from './problem';
import { type Convert, convertWords, WORDS_OF_PROBLEMS, wordsOf } from './words';

const BASE = '/api/v1';

let locale = 'zh-CN';
let convert: Convert | null = null;
let wrote = 0;
const onSignedOut = new Set<() => void>();
let onStepUp: (() => Promise<boolean>) | null = null;
let onReach: (reached: boolean) => void = () => {};
let fallback: ((method: string, path: string, options: Call) => Promise<unknown>) | null = null;

/** The language the server is asked to answer in, and how its words become those of a language that it does not write. */
export function setRequestLocale(value: string, toWords: Convert | null = null): void {
  locale = value;
  convert = toWords;
}

/** Called whenever an answer says that the session has ended; answers how to stop that. */
export function watchSession(listener: () => void): () => void {
  onSignedOut.add(listener);
  return () => onSignedOut.delete(listener);
}

/** Asks the person to prove again who they are before a sensitive act; whether they did. */
export function watchStepUp(ask: () => Promise<boolean>): () => void {
  onStepUp = ask;
  return () => {
    onStepUp = null;
  };
}

/** Called with each request: whether the server was there. */
export function watchReach(listener: (reached: boolean) => void): void {
  onReach = listener;
}

/** What answers while the server is away; undefined where it cannot. */
export function setFallback(answer: typeof fallback): void {
  fallback = answer;
}

/** When this page last wrote, ms since it was opened. */
export function lastWrite(): number {
  return wrote;
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
  /** Nothing may answer in the place of the server. */
  direct?: boolean;
  /** Goes on when the page is closed. */
  keepalive?: boolean;
  /** Work of the page's own: that the session has ended is left for the person's next call to say. */
  quiet?: boolean;
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

/** When a hand was last on this page, ms since it was opened. */
let touched = 0;
for (const sign of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  globalThis.addEventListener?.(sign, () => (touched = performance.now()), { capture: true, passive: true });

/** The headers of every request. What the page asks by itself keeps no session alive. */
export function spoken(): Record<string, string> {
  const idle = String(Math.floor((performance.now() - touched) / 1000));
  return { Accept: 'application/json', 'Accept-Language': locale, 'X-Idle-Seconds': idle };
}

/** What an answer refuses; whoever must sign in again is told. */
export async function refusal(response: Response, quiet = false): Promise<Problem> {
  const problem = await problemOf(response, (body) =>
    convert ? convertWords(body, WORDS_OF_PROBLEMS, convert) : body,
  );
  // A role came to need it while one was at work: the page begins anew where it is turned on.
  if (problem.code === 'second_factor_unset' && window.location.pathname !== '/second_factor')
    window.location.assign('/second_factor');
  if (problem.code === 'sign_in_required' && !quiet) for (const listener of onSignedOut) listener();
  return problem;
}

/** One request; answers the parsed body, or throws a Problem. */
export async function call<T>(method: string, path: string, options: Call = {}): Promise<T> {
  const headers = spoken();
  const key = options.key ?? newKey();
  if (method !== 'GET') headers['Idempotency-Key'] = key;
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  let body: BodyInit | undefined;
  if (options.body instanceof FormData) {
    body = options.body;
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  const { signal, keepalive, quiet } = options;
  let response: Response;
  try {
    response = await fetch(urlOf(path, options.query), { method, headers, body, signal, keepalive });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    onReach(false);
    const answer = options.direct ? undefined : await fallback?.(method, path, { ...options, key });
    if (answer === undefined) throw error;
    return answer as T;
  }
  onReach(true);
  if (method !== 'GET' && !quiet) wrote = performance.now();
  if (!response.ok) {
    const problem = await refusal(response, quiet);
    // The same request again, once the person has proved who they are.
    if (problem.code === 'step_up_needed' && !quiet && (await onStepUp?.()))
      return call(method, path, { ...options, key });
    throw problem;
  }
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
