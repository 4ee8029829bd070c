/** Follows a running scan: server-sent events, and polling while the stream is down. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ScanSummary } from '../../../src/http/native/wire.ts';
import { isOver, scanQuery } from './scans.ts';
import { eventsUrl } from './urls.ts';

const POLL_MS = 2000;

export function useScan(ref: string) {
  const client = useQueryClient();
  const [streaming, setStreaming] = useState(false);
  const scan = useQuery({
    ...scanQuery(ref),
    refetchInterval: ({ state }) => (state.data && !isOver(state.data.state) && !streaming ? POLL_MS : false),
  });
  const running = scan.data !== undefined && !isOver(scan.data.state);

  useEffect(() => {
    if (!running) return undefined;
    const source = new EventSource(eventsUrl(ref));
    source.addEventListener('open', () => setStreaming(true));
    source.addEventListener('error', () => setStreaming(false)); // the browser reconnects by itself; meanwhile we poll
    source.addEventListener('progress', (event: MessageEvent<string>) => {
      const next = JSON.parse(event.data) as ScanSummary;
      client.setQueryData(scanQuery(ref).queryKey, next);
      if (isOver(next.state)) source.close();
    });
    return () => {
      source.close();
      setStreaming(false);
    };
  }, [client, ref, running]);

  return scan;
}
