import type { BoundPort } from '../../../dsl/bind/boundLeaf.ts';
import type { AnyModule } from '../../../dsl/index.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import type { Numbers, Row, Simulated } from './tools.ts';

const widthOf = ({ leaves }: BoundPort): number => leaves.reduce((sum, { width }) => sum + width, 0);

/**
 * Applies rows of inputs, bits of scalars, one a cycle, in the built-in simulator: what `simulate` of `tools.ts` does in
 * the others. What nothing sets begins as the seed says.
 */
export function simulateBuiltIn(
  top: AnyModule,
  parameters: Numbers,
  inputs: readonly Row[],
  { seed = 1 }: { readonly seed?: number } = {},
): Simulated {
  const messages: string[] = [];
  const simulator = simulate(top, parameters, { seed, display: line => messages.push(line) });
  const ports = new Map(simulator.design.ports.map(port => [port.name, port]));
  const outputs = [...ports.values()].filter(({ direction }) => direction === 'output');
  const rows = inputs.map(({ rst = 0n, ...row }) => {
    for (const [name, bits] of Object.entries(row)) {
      const leaves = ports.get(name)?.leaves ?? [];
      const [leaf] = leaves;
      if (leaf === undefined || leaves.length > 1) throw new Error(`${name} is no input of one scalar`);
      simulator.poke(name, leaf.signed ? BigInt.asIntN(leaf.width, bits) : bits);
    }
    const seen = Object.fromEntries(outputs.map(({ name }) => [name, simulator.peekBits(name)]));
    if (rst === 1n) simulator.reset();
    else simulator.step();
    return seen;
  });
  const widths = Object.fromEntries(outputs.map(port => [port.name, widthOf(port)]));
  return { simulator: 'built-in', widths, rows, unknown: [], messages };
}
