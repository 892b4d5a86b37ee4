#!/usr/bin/env -S node --max-semi-space-size=128
// The option (MB) is a fifth of a large design's time: with room for what is young, little of it is copied twice. Node takes
// it at its start only, so package.json's scripts state it too.
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

await ensureDependencies();
const { main } = await runTypeScript('scripts/scoville.ts');
process.exitCode = await main(process.argv.slice(2));
