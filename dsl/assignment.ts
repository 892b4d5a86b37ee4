import { checkScope, nodeName, requireType } from './conformance.ts';
import { callLabel, context } from './context.ts';
import { fail } from './diagnostics/diagnostic.ts';
import type { Node } from './ir/node.ts';
import { targetSignal } from './ir/target.ts';
import { CallSite } from './source/location.ts';

/** Notes `target.set(value)`. */
export function assign(target: Node, value: Node): void {
  const ctx = context('set');
  checkScope(target);
  const signal = targetSignal(target);
  if (signal === undefined) fail('assignment-to-value', {}, [callLabel()]);
  if (signal.role === 'input')
    ctx.report('assignment-to-input', { name: signal.key, module: ctx.moduleName }, [
      callLabel(),
      { location: signal.site?.location, message: 'declared here' },
    ]);
  else requireType('set', target.type, value.type, nodeName(target), signal.site, value);
  ctx.statements.push({ kind: 'assign', id: ctx.nextId(), target, signal, value, site: new CallSite() });
}
