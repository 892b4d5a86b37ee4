#!/usr/bin/env node
import { ensureDependencies, runTypeScript } from './bootstrap.mjs';

await ensureDependencies();
await runTypeScript(new URL('../verilatorRun.ts', import.meta.url));
