import { useEffect, useRef, useState } from 'react';
import { records } from '@/api/calls';
import { upload } from '@/api/files';
import { newKey } from '@/api/http';
import { type Problem, toProblem } from '@/api/problem';
import type { Rec, Value } from '@/api/types';
import { useSizeCheck } from '@/fields/file/useSizeCheck';
import { useRefresh } from '../hooks';

/** A file on its way to becoming an attachment. */
export interface Sending {
  key: string;
  file: File;
  /** The attachment that the file becomes the newest revision of. */
  replaces: Rec | undefined;
  share: number;
  problem?: Problem;
  control: AbortController;
}

/** So many go at once; the rest wait. */
const AT_ONCE = 3;

/** Files are sent, then filed under what `values` name; what went wrong stays in the list until it is sent again or let go. */
export function useUploads(entity: string, values: Record<string, Value>) {
  const [list, setList] = useState<Sending[]>([]);
  const waiting = useRef<Sending[]>([]);
  const active = useRef(0);
  const refresh = useRefresh();
  const tooLarge = useSizeCheck();
  const change = (key: string, to: Partial<Sending>) =>
    setList((now) => now.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const drop = (key: string) => setList((now) => now.filter((one) => one.key !== key));

  const send = async ({ key, file, replaces, control }: Sending) => {
    try {
      const onProgress = (share: number) => change(key, { share });
      const stored = await upload(file, file.name, { onProgress, signal: control.signal });
      if (replaces) await records.update(entity, replaces.id, replaces.version, { file: stored.id }, key);
      else await records.create(entity, { ...values, name: file.name, file: stored.id }, key);
      drop(key);
      await refresh();
    } catch (error) {
      if (!control.signal.aborted) change(key, { problem: toProblem(error) });
    }
  };
  const work = async () => {
    if (active.current >= AT_ONCE) return;
    active.current += 1;
    for (let next = waiting.current.shift(); next; next = waiting.current.shift()) {
      if (!next.control.signal.aborted) await send(next);
    }
    active.current -= 1;
  };
  const start = (files: File[], replaces?: Rec) => {
    const fresh = files
      .filter((file) => !tooLarge(file))
      .map((file): Sending => ({ key: newKey(), file, replaces, share: 0, control: new AbortController() }));
    setList((now) => [...now, ...fresh]);
    for (const one of fresh) {
      waiting.current.push(one);
      void work();
    }
  };
  const stop = (one: Sending) => {
    one.control.abort();
    drop(one.key);
  };
  const again = (one: Sending) => {
    drop(one.key);
    start([one.file], one.replaces);
  };
  const busy = list.some((one) => !one.problem);
  // Going to another page of Keshu stops nothing; closing the window does.
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);
  return { list, start, stop, again };
}
