import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'dsl/**/*.test.ts',
      'generators/**/*.test.ts',
      'testbench/**/*.test.ts',
      'scripts/**/*.test.ts',
      'examples/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
