import { useEffect } from 'react';

/** The document's title: the page first, so that tabs can be told apart. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Touchstone` : 'Touchstone';
  }, [title]);
}
