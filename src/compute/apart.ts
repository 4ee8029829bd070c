/** Runs in a process of its own: passes tasks to one worker thread, so that it hears at once when the server is gone, and goes too. */
import { writeFileSync } from 'node:fs';
import { openThread } from './host.ts';
import type { HostSettings, Request } from './protocol.ts';

try {
  writeFileSync('/proc/self/oom_score_adj', '1000'); // when memory runs out this is to end, not the server
} catch {
  // Not Linux: nothing to ask for.
}

const worker = openThread(JSON.parse(process.argv[2] ?? '{}') as HostSettings);
worker.hold(true);
worker.onReply((reply) => void process.send?.(reply));
worker.onDeath(() => process.exit(1));
process.on('message', (request) => worker.post(request as Request));
process.on('disconnect', () => process.exit(0));
