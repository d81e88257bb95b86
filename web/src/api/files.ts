import { fileUrl, refusal, spoken, urlOf } from './http';

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  content_type: string;
}

export interface UploadWatch {
  /** From 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Sends a file. `fetch` cannot say how far it is, so this is the one place that does without it. */
export function upload(file: Blob, name: string, { onProgress, signal }: UploadWatch = {}): Promise<StoredFile> {
  const body = new FormData();
  body.set('file', file, name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', urlOf('/file'));
    for (const [header, value] of Object.entries(spoken())) request.setRequestHeader(header, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText));
      else {
        const headers = { 'x-request-id': request.getResponseHeader('x-request-id') ?? '' };
        void refusal(new Response(request.responseText, { status: request.status, headers })).then(reject);
      }
    };
    request.onerror = () => reject(new TypeError('the upload was cut off'));
    request.onabort = () => reject(new DOMException('the upload was cancelled', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

/** What a file is, without its content. */
export interface FileHead {
  type: string;
  size: number;
}

export async function headOf(id: string): Promise<FileHead> {
  const response = await fetch(fileUrl(id), { method: 'HEAD' });
  // An answer without a body cannot say why: the content's own would.
  if (!response.ok) throw await refusal(await fetch(fileUrl(id)));
  return { type: response.headers.get('content-type') ?? '', size: Number(response.headers.get('content-length')) };
}

/** The first `most` bytes of a text, in the encoding that the server found. */
export async function textOf(id: string, type: string, most: number): Promise<string> {
  const response = await fetch(fileUrl(id), { headers: { Range: `bytes=0-${most - 1}` } });
  if (!response.ok) throw await refusal(response);
  const encoding = /charset=([\w-]+)/.exec(type)?.[1] ?? 'utf-8';
  return new TextDecoder(encoding).decode(await response.arrayBuffer());
}
