#!/usr/bin/env node
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

await ensureDependencies();
const { main } = await runTypeScript('scripts/scoville.ts');
process.exitCode = await main(process.argv.slice(2));
