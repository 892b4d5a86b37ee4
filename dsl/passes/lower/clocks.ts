import type { HwModule, Region } from '../../ir/hwModule.ts';
import type { Statement } from '../../ir/statement.ts';
import { armStatements, regionsOf } from '../../ir/visit.ts';

/** Which of the domain's signals a module has as ports. */
export interface ClockUse {
  readonly clock: boolean;
  readonly reset: boolean;
}

const known = new WeakMap<HwModule, ClockUse>();

const join = (uses: readonly ClockUse[]): ClockUse => ({
  clock: uses.some(use => use.clock),
  reset: uses.some(use => use.reset),
});

/** What the statement needs by itself, without the regions in it. */
function clockUseOfStatement(statement: Statement): ClockUse {
  switch (statement.kind) {
    case 'memory-write':
      return { clock: true, reset: false };
    case 'assertion':
    case 'display':
      return { clock: true, reset: true };
    case 'instance':
      return clockUse(statement.module);
    default:
      return join(armStatements(statement).map(clockUseOfStatement));
  }
}

/** What the registers and statements of a region need, without the regions in it. */
function clockUseOfRegion(region: Region): ClockUse {
  const registers = region.signals.filter(({ role }) => role === 'register');
  return join([
    { clock: registers.length > 0, reset: registers.some(({ reset }) => reset?.kind === 'value') },
    ...region.statements.map(clockUseOfStatement),
  ]);
}

function useWithin(region: Region): ClockUse {
  return join([clockUseOfRegion(region), ...region.statements.flatMap(regionsOf).map(useWithin)]);
}

/** Whether a module needs a clock and a reset, its instances included. */
export function clockUse(module: HwModule): ClockUse {
  const before = known.get(module);
  if (before !== undefined) return before;
  const { clocks } = module;
  const use =
    clocks.length > 0
      ? { clock: true, reset: clocks.some(({ reset }) => reset !== undefined) }
      : useWithin(module.root);
  known.set(module, use);
  return use;
}
