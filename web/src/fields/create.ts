import { createContext } from 'react';

/** Makes a record of `entity` on the spot, called as was typed, and gives it to `done`. */
export type CreateInPlace = (entity: string, typed: string, done: (id: string) => void) => void;

/** What a form offers where a link points to nothing that is there; absent where nothing can be made. */
export const CreateContext = createContext<CreateInPlace | null>(null);

/** The entity of the form that a field stands in. */
export const EntityContext = createContext<string | null>(null);
