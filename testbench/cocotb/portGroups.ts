import type { BoundPort } from '../../dsl/bind/boundLeaf.ts';
import type { HwType, PortValue } from '../../dsl/index.ts';
import { type Shape, shapeOf } from '../../dsl/simulate/shape.ts';
import type { Random } from '../random.ts';

/** Ports that were declared as one: a struct has one a field. */
export interface PortGroup {
  /** The name as it was declared; of the bits of a stream, `<stream>_bits`. */
  readonly key: string;
  readonly direction: 'input' | 'output';
  readonly ports: readonly BoundPort[];
  readonly type: HwType;
}

/** Ports of one part of a stream, or of one plain declaration, joined. */
export function portGroups(ports: readonly BoundPort[]): PortGroup[] {
  const groups = new Map<string, { readonly group: PortGroup; readonly ports: BoundPort[] }>();
  for (const port of ports) {
    const { key: own, field, stream, type } = port.declaration;
    const key = stream === undefined ? (field?.of ?? own) : `${stream.name}_${stream.part}`;
    const known = groups.get(key);
    if (known === undefined) {
      const own = [port];
      groups.set(key, {
        group: { key, direction: port.direction, ports: own, type: field?.whole ?? type },
        ports: own,
      });
    } else known.ports.push(port);
  }
  return [...groups.values()].map(({ group }) => group);
}

const shapeOfGroup = ({ type, ports }: PortGroup): Shape =>
  shapeOf(
    type,
    ports.map(({ declaration, leaves }) => ({ path: declaration.field?.path ?? [], leaves })),
  );

/** A value of a group's type: corners of each number's range in a third of the cases, and only names that there are. */
export function randomValue(group: PortGroup, random: Random): PortValue {
  const draw = (shape: Shape): PortValue => {
    if (shape.kind === 'vec') return shape.elements.map(draw);
    if (shape.kind === 'struct')
      return Object.fromEntries([...shape.fields].map(([name, field]) => [name, draw(field)]));
    const { leaf, enumeration } = shape;
    const names: readonly string[] = enumeration?.names ?? [];
    if (names.length > 0) return random.pick(names);
    const half = 1n << BigInt(leaf.width - 1);
    const bits = random.chance(0.3) ? random.pick([0n, 1n, half - 1n, half, 2n * half - 1n]) : random.bits(leaf.width);
    return leaf.signed ? BigInt.asIntN(leaf.width, bits) : BigInt.asUintN(leaf.width, bits);
  };
  return draw(shapeOfGroup(group));
}

/** Whether every part of a value that was read has a name, where it is to have one. */
export function isNamed(group: PortGroup, value: PortValue): boolean {
  const check = (shape: Shape, part: PortValue | undefined): boolean => {
    if (shape.kind === 'scalar') return shape.enumeration === undefined || typeof part === 'string';
    if (typeof part !== 'object') return false;
    if (shape.kind === 'vec') return Array.isArray(part) && shape.elements.every((each, at) => check(each, part[at]));
    return !isList(part) && [...shape.fields].every(([name, field]) => check(field, part[name]));
  };
  return check(shapeOfGroup(group), value);
}

const isList = (value: object): value is readonly PortValue[] => Array.isArray(value);
