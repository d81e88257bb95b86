import { createContext, useContext } from 'react';
import type { Fault } from '@/api/problem';

/** What the server said about the values that a form sent; lines find their own by JSON pointer. */
export const FaultContext = createContext<Fault[]>([]);

export function useFaultAt(pointer: string): string | undefined {
  return useContext(FaultContext).find((fault) => fault.pointer === pointer)?.detail;
}
