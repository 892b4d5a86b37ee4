import { bool, type HwType, type Io, input, type Operand, output, type PortSpecs, uint } from '../../dsl/index.ts';
import type { PortSpec } from '../../dsl/ports.ts';
import type { ModulePlan } from './plan.ts';
import { type Parameters, type Said, typeOf, typeText, type Value } from './scribe.ts';

/** A port of a plan: its name and its type at the parameters of whoever asks. */
export interface PlannedPort {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly type: (parameters: Parameters) => HwType;
  /** Stands in the group `link`, whose directions are those of the other side. */
  readonly isGrouped?: boolean;
}

const INIT_ADDRESS_BITS = 4;
/** Of more values the last ones are seen. */
export const PARITY_BITS = 64;

/** The ports of a plan, those of the start first. */
export function portsOf(plan: ModulePlan): PlannedPort[] {
  return [
    { name: 'init', direction: 'input', type: () => bool },
    { name: 'init_address', direction: 'input', type: () => uint(INIT_ADDRESS_BITS) },
    ...plan.inputs.map(
      (port, index): PlannedPort => ({
        name: `in${index}`,
        direction: 'input',
        type: parameters => typeOf(port, parameters),
        isGrouped: plan.isGrouped && index === plan.inputs.length - 1,
      }),
    ),
    ...plan.outputs.map(
      ({ type }, index): PlannedPort => ({
        name: `out${index}`,
        direction: 'output',
        type: parameters => typeOf(type, parameters),
        isGrouped: plan.isGrouped && index === 0,
      }),
    ),
    ...(plan.isObserved ? [{ name: 'parities', direction: 'output' as const, type: () => uint(PARITY_BITS) }] : []),
    // Every register can be seen from outside.
    ...plan.registers.map(
      ({ type }, index): PlannedPort => ({
        name: `state${index}`,
        direction: 'output',
        type: parameters => typeOf(type, parameters),
      }),
    ),
  ];
}

export const isInGroup = ({ isGrouped }: Pick<PlannedPort, 'isGrouped'>): boolean => isGrouped === true;

/** A port's line of the head; in the group the directions are those of the other side. */
export function specOf(
  { name, direction, type }: { readonly name: string; readonly direction: 'input' | 'output'; readonly type: HwType },
  isOtherSide: boolean,
): Said<PortSpec> {
  const isInput = (direction === 'input') !== isOtherSide;
  return {
    said: isInput ? input(type) : output(type),
    text: `${name}: ${isInput ? 'input' : 'output'}(${typeText(type)})`,
  };
}

/** Every port is one value, those of the group too. */
export function signalsOf(io: Io<PortSpecs>): ReadonlyMap<string, Value> {
  const { link, ...plain } = Object(io);
  const all = (group: object, path: string): [string, Value][] =>
    Object.entries<Operand<HwType>>(Object(group)).map(([name, said]) => [name, { said, text: `${path}${name}` }]);
  return new Map([...all(plain, ''), ...(link === undefined ? [] : all(link, 'link.'))]);
}
