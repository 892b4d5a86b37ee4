import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundBlackBox, BoundDesign } from '../bind/design.ts';
import { modelOf, valueName } from '../blackBox.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Declaration } from '../ir/declaration.ts';
import type { HwType } from '../types.ts';
import { representation } from './representation.ts';
import { describeShape, type ScalarShape, type Shape, scalarsOf } from './shape.ts';
import type { Signals } from './signals.ts';
import { nameOfCode } from './values.ts';

/** A black box while the design runs. */
export interface RunningBox {
  /** The scalar of an output, from the scalars of the inputs that it depends on. */
  output(leaf: number, ...inputs: readonly (number | bigint)[]): number | bigint;
  /** Edges of some of its clocks at once, with the scalars of all inputs. */
  clock(clocks: readonly string[], ...inputs: readonly (number | bigint)[]): void;
}

const scalarType = (type: HwType): HwType => (type.kind === 'vec' ? scalarType(type.element) : type);

/** A value as a model computes with it, from its scalars. */
function modelValue(shape: Shape, read: (scalar: ScalarShape) => number | bigint): unknown {
  if (shape.kind === 'vec') return shape.elements.map(element => modelValue(element, read));
  if (shape.kind === 'struct')
    return Object.fromEntries([...shape.fields].map(([name, field]) => [name, modelValue(field, read)]));
  const value = read(shape);
  const isBool = scalarType(shape.leaf.declaration.type).kind === 'bool';
  return nameOfCode(shape, value) ?? (isBool ? Number(value) === 1 : BigInt(value));
}

/** What a model gave for a scalar, as bits; undefined for something else than a value of its type. */
function scalarBits({ leaf, enumeration }: ScalarShape, value: unknown): bigint | undefined {
  const { width, signed } = leaf;
  if (enumeration !== undefined)
    return typeof value === 'string' && enumeration.names.includes(value) ? enumeration.codes[value] : undefined;
  if (scalarType(leaf.declaration.type).kind === 'bool') return typeof value === 'boolean' ? BigInt(value) : undefined;
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isSafeInteger(value))) return undefined;
  const number = BigInt(value);
  return (signed ? BigInt.asIntN(width, number) : BigInt.asUintN(width, number)) === number ? number : undefined;
}

/** The part of a value that a scalar is. */
function scalarAt(
  shape: Shape,
  wanted: BoundLeaf,
  value: unknown,
): { scalar: ScalarShape; value: unknown } | undefined {
  if (shape.kind === 'scalar') return shape.leaf === wanted ? { scalar: shape, value } : undefined;
  const parts: (readonly [string, Shape])[] =
    shape.kind === 'vec' ? shape.elements.map((element, at) => [String(at), element] as const) : [...shape.fields];
  const whole = typeof value === 'object' && value !== null ? value : {};
  for (const [name, part] of parts) {
    const found = scalarAt(part, wanted, Reflect.get(whole, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null ? `{ ${Object.keys(value).join(', ')} }` : String(value);

function running(box: BoundBlackBox, signals: Signals): RunningBox {
  const { path, module, values, site } = box.instance;
  const make = module.blackBox === undefined ? undefined : modelOf(module.blackBox);
  const place = [{ location: site?.location, message: '' }];
  const refuse = (problem: string, suggestion: string): never =>
    fail('black-box', { name: module.name, problem, suggestion }, place);
  if (make === undefined)
    return refuse(
      'has no model for the built-in simulator',
      'Give it one with `simulate`, or simulate the design in Verilator or Icarus.',
    );
  const model = make(
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, module.specs[name]?.options?.[value] ?? value] as const),
    ),
  );
  const shapeOf = (name: string): Shape => {
    const found = signals.find(`${path}.${name}`);
    return found?.kind === 'value' ? found.shape : refuse(`has no value \`${name}\``, 'Please report it.');
  };
  const namesOf = (ports: readonly Declaration[]): readonly string[] => [...new Set(ports.map(valueName))];
  const inputPorts = module.ports.filter(({ role }) => role === 'input');
  const clockPorts = module.clocks.flatMap(({ reset, enable }) => [
    ...(reset === undefined ? [] : [reset.signal]),
    ...(enable === undefined ? [] : [enable]),
  ]);
  /** A record of the inputs of these names, from their scalars in the order of declaration. */
  const inputsOf = (names: readonly string[], ports: readonly Declaration[]) => {
    const shapes = names.map(name => [name, shapeOf(name)] as const);
    const declared = new Set(ports);
    const leaves = shapes
      .flatMap(([, shape]) => scalarsOf(shape).map(({ scalar }) => scalar.leaf))
      .filter(({ declaration }) => declared.has(declaration))
      .sort((a, b) => a.index - b.index);
    const order = [...ports].flatMap(port => leaves.filter(({ declaration }) => declaration === port));
    const position = new Map(order.map((leaf, at) => [leaf, at]));
    return (scalars: readonly (number | bigint)[]): Record<string, unknown> =>
      Object.fromEntries(
        shapes.map(([name, shape]) => [name, modelValue(shape, ({ leaf }) => scalars[position.get(leaf) ?? -1] ?? 0)]),
      );
  };
  const outputs = new Map<number, (scalars: readonly (number | bigint)[]) => number | bigint>();
  for (const name of namesOf(module.ports.filter(({ role }) => role === 'output'))) {
    const shape = shapeOf(name);
    const needed = module.blackBox?.depends?.[name];
    const read = inputPorts.filter(port => needed?.includes(valueName(port)) ?? true);
    const inputs = inputsOf(namesOf(read), read);
    const compute = model.outputs[name];
    if (compute === undefined) {
      refuse(`has a model that gives no output \`${name}\``, 'Give its `outputs` a function for each output.');
      continue;
    }
    for (const { scalar } of scalarsOf(shape))
      outputs.set(scalar.leaf.index, scalars => {
        const given = compute(inputs(scalars));
        const found = scalarAt(shape, scalar.leaf, given);
        const bits = found === undefined ? undefined : scalarBits(found.scalar, found.value);
        if (bits === undefined)
          return refuse(
            `gives ${shown(given)} for \`${name}\` of instance \`${path}\`, which is ${describeShape(shape)} of ${scalar.leaf.width} bits`,
            'A model gives whole numbers in the range of the port, true or false for a bool, names for an enumeration.',
          );
        return representation(scalar.leaf) === 'big' ? bits : Number(bits);
      });
  }
  const all = [...inputPorts, ...clockPorts];
  const inputs = inputsOf(namesOf(all), all);
  return {
    output: (leaf, ...scalars) => outputs.get(leaf)?.(scalars) ?? 0,
    clock: (clocks, ...scalars) => model.clock?.(inputs(scalars), clocks),
  };
}

/** The black boxes of a design, each with a model of its own. @throws DiagnosticError for one without a model */
export function runningBoxes({ boxes }: BoundDesign, signals: Signals): readonly RunningBox[] {
  return boxes.map(box => running(box, signals));
}
