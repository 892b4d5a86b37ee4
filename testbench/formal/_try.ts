import { defaultOptions, prove } from './prove.ts';
import { proofs } from './registry.ts';
import { formalTools } from './tools.ts';
import { printTrace } from './trace.ts';

const tools = await formalTools();
for (const p of proofs.filter(x => !/fifo-8/.test(x.name)))
  for (const engine of ['both', 'induction', 'bounded'] as const) {
    const r = await prove(p, tools, { ...defaultOptions, engine, timeout: 20, depth: 12 });
    console.log(
      p.name,
      engine,
      r.outcome,
      r.how,
      r.properties,
      r.covered.map(c => `${c.property.message} ${c.cycle}`),
      r.seconds.toFixed(1),
    );
    if (r.counterexample)
      console.log(
        r.counterexample.failed.map(f => f.message),
        r.counterexample.cycle,
        printTrace(r.counterexample.trace, 'monitor'),
      );
  }
