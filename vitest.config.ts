import { defineConfig } from 'vitest/config';
import { DearFirst } from './test/support/sequence.ts';

const SERVERS = ['test/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: DearFirst },
    projects: [
      // Neither whole servers nor pure functions leave anything behind in a process: one reads the code once for many files.
      { extends: true, test: { name: 'whole', include: SERVERS, isolate: false } },
      { extends: true, test: { name: 'units', include: ['src/**/*.test.ts', 'eval/**/*.test.ts', 'web/src/**/*.test.ts'], isolate: false } },
    ],
  },
});
