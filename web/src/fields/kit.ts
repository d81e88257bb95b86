import type { ComponentType } from 'react';
import type { Field, Titles, Value } from '@/api/types';

export { isMasked } from '@/api/masked';

/** Where a value is shown: in a table cell (one line) or as a fact on the record page (whole). */
export type Place = 'cell' | 'fact';

export interface DisplayProps {
  field: Field;
  value: Value;
  /** The record the value stands in, for what belongs to it (a currency). */
  record: Record<string, Value>;
  titles?: Titles;
  place: Place;
}

export interface InputProps {
  field: Field;
  value?: Value;
  onChange?: (value: Value) => void;
  /** The other values of the form. */
  record: Record<string, Value>;
  /** Titles of what the stored value links to. */
  titles?: Titles;
  id?: string;
  disabled?: boolean;
  /** The codes that may be chosen, where a state has only some moves. */
  choices?: string[];
  'aria-label'?: string;
  'aria-required'?: boolean | 'true' | 'false';
}

export interface FilterProps {
  field: Field;
  /** As it stands in the address: see each type. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  id?: string;
}

/** What every control of a form takes over from its row. */
export function control(props: Pick<InputProps, 'id' | 'disabled' | 'aria-label' | 'aria-required'>) {
  return {
    id: props.id,
    disabled: props.disabled,
    'aria-label': props['aria-label'],
    'aria-required': props['aria-required'],
  };
}

/** What a field type must be able to do. */
export interface Kit {
  Display: ComponentType<DisplayProps>;
  Input?: ComponentType<InputProps>;
  Filter?: ComponentType<FilterProps>;
  /** The FEEL condition for a value of Filter. */
  feel?: (field: Field, value: string) => string | null;
  align?: 'right';
  /** Takes the whole width of a form. */
  wide?: boolean;
  /** Column width in lists, px. */
  width: number;
  /** Offers a copy button where the value is a fact. */
  copy?: boolean;
}

export function isEmpty(value: Value): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A value that the API writes as a string, or undefined. */
export function text(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function texts(value: Value): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The one title under `key`. */
export function titleAt(titles: Titles | undefined, key: string): string | undefined {
  const title = titles?.[key];
  return typeof title === 'string' ? title : undefined;
}
