import i18next from 'i18next';

/** One fault of one value: `pointer` is a JSON pointer into the body that was sent. */
export interface Fault {
  pointer: string;
  code: string;
  detail: string;
}

/** What the server refused, or why it could not be reached. The only error the page deals in. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string | null,
    readonly faults: Fault[],
    readonly extra: Record<string, unknown>,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** Turns any answer that is not a success into a Problem; `speak` puts it into the language of the page. */
export async function problemOf(
  response: Response,
  speak: (body: unknown) => unknown = (body) => body,
): Promise<Problem> {
  const requestId = response.headers.get('x-request-id');
  const body = await response.json().catch(() => null);
  if (body === null || typeof body !== 'object' || typeof body.code !== 'string') {
    const title = i18next.t('problem.unreadable_title');
    const detail = i18next.t('problem.unreadable_detail', { status: response.status });
    return new Problem(response.status, `http_${response.status}`, title, detail, requestId, [], {});
  }
  const {
    title,
    detail,
    code,
    request_id,
    errors,
    status: _status,
    type: _type,
    ...extra
  } = speak(body) as typeof body;
  return new Problem(response.status, code, title, detail, request_id ?? requestId, errors ?? [], extra);
}

/** Turns anything thrown into a Problem. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) {
    const title = i18next.t('problem.unreachable_title');
    return new Problem(0, 'server_unreachable', title, i18next.t('problem.unreachable_detail'), null, [], {});
  }
  return new Problem(0, 'page_failed', i18next.t('problem.page_title'), String(error), null, [], {});
}
