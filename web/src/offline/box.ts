/** The database of this browser: one copy of records, and what waits to be sent. */
const NAME = 'keshu';
const STORES = ['copy', 'queue'] as const;
export type Store = (typeof STORES)[number];

let opened: Promise<IDBDatabase> | undefined;

function forget(): void {
  opened = undefined;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(): Promise<IDBDatabase> {
  if (opened) return opened;
  opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  // A browser may refuse it, or close it under the page when its disk is full: the next call opens it anew.
  opened.then((database) => {
    database.onclose = forget;
  }, forget);
  return opened;
}

async function storeOf(store: Store, mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await open()).transaction(store, mode).objectStore(store);
}

export const box = {
  get: async <T>(store: Store, key: string) => done<T | undefined>((await storeOf(store, 'readonly')).get(key)),
  all: async <T>(store: Store) => done<T[]>((await storeOf(store, 'readonly')).getAll()),
  put: async (store: Store, key: string, value: unknown) => {
    await done((await storeOf(store, 'readwrite')).put(value, key));
  },
  /** All of them or none. */
  putAll: async (store: Store, values: Record<string, unknown>) => {
    const opened = await storeOf(store, 'readwrite');
    await Promise.all(Object.entries(values).map(([key, value]) => done(opened.put(value, key))));
  },
  remove: async (store: Store, key: string) => {
    await done((await storeOf(store, 'readwrite')).delete(key));
  },
  clear: async (store: Store) => {
    await done((await storeOf(store, 'readwrite')).clear());
  },
};
