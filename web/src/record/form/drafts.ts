import { formDrafts } from '@/api/calls';
import { fieldOf } from '@/api/catalog';
import type { FormDraft, FormDraftBody } from '@/api/forms';
import { Problem } from '@/api/problem';
import type { Entity } from '@/api/types';
import { readMine, writeMine } from '@/design/mine';
import type { Prefill } from '../prefill';

/** The longest that typed words stay in the page alone. */
const PAUSE = 1000;
/** What a browser lets out of a page that is being closed. */
const LAST_WORDS = 60_000;
/** Drafts that the server has not got, while it cannot be reached. */
const HERE = 'form_drafts';

type Waiting = Record<string, FormDraft>;

const waiting = () => readMine<Waiting>(HERE, {});

function setWaiting(id: string, draft: FormDraft | undefined): void {
  const { [id]: known, ...rest } = waiting();
  if (!known && !draft) return;
  const all = draft ? { ...rest, [id]: draft } : rest;
  writeMine(HERE, Object.keys(all).length > 0 ? all : undefined);
}

/** What a new record hangs on: drafts are offered where they were begun. */
export function placeOf(entity: Entity, prefill: Prefill): string {
  const links = Object.entries(prefill.values).filter(([key]) =>
    ['link', 'links', 'about', 'staff', 'dept'].includes(fieldOf(entity, key)?.type ?? ''),
  );
  return links.length > 0 ? JSON.stringify(links.toSorted()) : '';
}

/** Own drafts, newest first: those of the server, and those that wait here for it. */
export async function readDrafts(): Promise<FormDraft[]> {
  const here = Object.values(waiting());
  const { items } = await formDrafts.list().catch(() => ({ items: [] }));
  const all = [...here, ...items.filter(({ id }) => !here.some((draft) => draft.id === id))];
  return all.toSorted((left, right) => right.saved_at.localeCompare(left.saved_at));
}

export async function dropDraft(id: string): Promise<void> {
  setWaiting(id, undefined);
  await formDrafts.forget(id).catch(() => {});
}

const open = new Set<DraftKeeper>();

/** Sends every word that is typed and not kept yet: who signs out finds all of it again. */
export async function flushDrafts(): Promise<void> {
  await Promise.all([...open].map((keeper) => keeper.flush()));
}

/** Keeps what one form holds, at most a second behind the typing; one call after another, so that none overtakes. */
export class DraftKeeper {
  private latest: FormDraftBody | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last: Promise<void> = Promise.resolve();
  private kept = false;
  /** What was last handed over: the same is not sent twice. */
  private written = '';

  constructor(
    public id: string,
    private readonly entity: Entity,
  ) {}

  attach(): () => void {
    open.add(this);
    return () => {
      open.delete(this);
      void this.flush();
    };
  }

  /** Goes on with a draft that is there already. */
  adopt(id: string): void {
    this.id = id;
    this.kept = true;
  }

  write(body: FormDraftBody): void {
    const text = JSON.stringify(body);
    if (text === this.written) return;
    this.written = text;
    this.latest = body;
    this.timer ??= setTimeout(() => void this.flush(), PAUSE);
  }

  flush(): Promise<void> {
    const body = this.take();
    if (body) this.last = this.last.then(() => this.send(body));
    return this.last;
  }

  /** The page goes: there is no time to wait for anything. */
  flushNow(): void {
    const body = this.take();
    if (!body) return;
    this.keepHere(body);
    if (JSON.stringify(body).length < LAST_WORDS)
      void formDrafts.keep(this.id, body, true).then(
        () => setWaiting(this.id, undefined),
        () => {},
      );
  }

  /** Nothing is left to keep: it was saved, taken back or given up. */
  forget(): Promise<void> {
    this.take();
    this.written = '';
    if (this.kept) {
      this.kept = false;
      const { id } = this;
      this.last = this.last.then(() => dropDraft(id));
    }
    return this.last;
  }

  private take(): FormDraftBody | null {
    clearTimeout(this.timer);
    this.timer = undefined;
    const body = this.latest;
    this.latest = null;
    return body;
  }

  private async send(body: FormDraftBody): Promise<void> {
    this.kept = true;
    try {
      await formDrafts.keep(this.id, body);
      setWaiting(this.id, undefined);
    } catch (error) {
      // What the server refuses for good would be refused again; it stays here until it is saved or given up.
      if (!(error instanceof Problem) || error.status !== 422) this.keepHere(body);
    }
  }

  /** Without what records keep sealed: this machine may be anybody's. */
  private keepHere(body: FormDraftBody): void {
    this.kept = true;
    const values = Object.fromEntries(
      Object.entries(body.values).filter(([key]) => !fieldOf(this.entity, key)?.sensitive),
    );
    const labels = Object.fromEntries(Object.keys(values).map((key) => [key, fieldOf(this.entity, key)?.label ?? key]));
    const draft = { ...body, values, id: this.id, label: this.entity.label, title: null, labels };
    setWaiting(this.id, { ...draft, saved_at: new Date().toISOString() });
  }
}
