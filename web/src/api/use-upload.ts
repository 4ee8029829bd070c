import { useRef, useState } from 'react';
import { isAbort } from './send-form.ts';

export interface Upload<A> {
  /** Share of the bytes sent; undefined: nothing is under way. */
  readonly sent: number | undefined;
  readonly error: unknown;
  send(what: A): Promise<void>;
  cancel(): void;
}

/** One upload at a time: how far it is, why it was refused, and a way to break it off. */
export function useUpload<A>(use: (what: A, onSent: (share: number) => void, signal: AbortSignal) => Promise<void>): Upload<A> {
  const [sent, setSent] = useState<number>();
  const [error, setError] = useState<unknown>();
  const abort = useRef<AbortController>(undefined);
  return {
    sent, error,
    cancel: () => abort.current?.abort(),
    async send(what) {
      abort.current = new AbortController();
      setError(undefined);
      setSent(0);
      try {
        await use(what, setSent, abort.current.signal);
      } catch (reason) {
        if (!isAbort(reason)) setError(reason);
      } finally {
        setSent(undefined);
      }
    },
  };
}
