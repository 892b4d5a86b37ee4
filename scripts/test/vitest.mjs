// vitest in a process of its own, without tsx, through which every module of vitest would have to pass: a second less
// on Node 20. Its one argument is JSON: { filters, options, tallyFile }, where the reporter leaves what came of it.
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';

const { filters, options, tallyFile } = JSON.parse(process.argv[2]);
const reporter = fileURLToPath(new URL('reporter.ts', import.meta.url));
const vitest = await startVitest('test', filters, { ...options, watch: false, reporters: [[reporter, { tallyFile }]] });
await vitest.close();
