import { bind } from '../bind/bind.ts';
import type { AnyModule } from '../module.ts';
import { encodeValues, type ParameterValue } from '../structural.ts';
import { compile } from './compile.ts';
import type { Simulator, SimulatorOptions } from './simulator.ts';

/**
 * A module as a simulator, at the values given and the defaults of its other parameters.
 *
 * @throws DiagnosticError where the description is wrong, for values out of range, and for a combinational loop
 */
export function simulate(
  described: AnyModule,
  values: Readonly<Record<string, ParameterValue>> = {},
  options: SimulatorOptions = {},
): Simulator {
  const numbers = encodeValues(described.name, described.params, values);
  return compile(bind(described.elaborate(numbers), numbers), options);
}
