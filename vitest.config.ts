import { defineConfig } from 'vitest/config';
import { DearFirst } from './test/support/sequence.ts';

const SERVERS = ['test/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 3, // tests wait a fifth of their time: a third one fills two cores
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: DearFirst },
    projects: [
      { extends: true, test: { name: 'whole', include: SERVERS } },
      // Pure functions keep nothing between files: one process reads their code once.
      { extends: true, test: { name: 'units', include: ['src/**/*.test.ts', 'eval/**/*.test.ts', 'web/src/**/*.test.ts'], isolate: false } },
    ],
  },
});
