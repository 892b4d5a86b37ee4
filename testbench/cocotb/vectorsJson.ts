import type { HwType, PortValue } from '../../dsl/index.ts';
import type { BenchInterface, BenchValue, ElementType } from './interface.ts';
import { pythonName } from './pythonNames.ts';
import { memberNames } from './pythonTypes.ts';
import type { Vectors } from './vectors.ts';

/** What stands at the head of vectors.json. */
export interface VectorsHead {
  readonly block: string;
  /** Where the vectors come from. */
  readonly origin: string;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, number>>;
}

/** A value as JSON, by its type: bits as true and false, names of enumerations and fields as Python has them. */
export function valueJson(value: PortValue, type: ElementType): string {
  if (type.kind === 'parts') return recordJson(value, type.parts);
  switch (type.kind) {
    case 'bool':
      if (!isScalar(value) || ![0n, 1n].includes(BigInt(value))) throw new RangeError(`${String(value)} is no bit.`);
      return BigInt(value) === 1n ? 'true' : 'false';
    case 'enum': {
      const name = typeof value === 'string' ? memberNames(type).get(value) : undefined;
      if (name === undefined) throw new RangeError(`${String(value)} is no name of an enumeration.`);
      return JSON.stringify(name);
    }
    case 'vec': {
      if (!isList(value)) throw new TypeError(`${String(value)} is no vec.`);
      const element: HwType = type.element;
      return `[${value.map(each => valueJson(each, element)).join(', ')}]`;
    }
    case 'struct':
      return recordJson(value, type.fields);
    default:
      if (!isScalar(value) || (typeof value === 'number' && !Number.isSafeInteger(value)))
        throw new RangeError(`${String(value)} is no whole number.`);
      return String(BigInt(value));
  }
}

const isList = (value: PortValue): value is readonly PortValue[] => Array.isArray(value);
const isScalar = (value: PortValue): value is number | bigint | boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';

function recordJson(value: PortValue, fields: Readonly<Record<string, HwType>>): string {
  if (typeof value !== 'object' || isList(value)) throw new TypeError(`${String(value)} is no record.`);
  const entries = Object.entries(fields).map(([name, type]) => {
    const field = value[name];
    if (field === undefined) throw new TypeError(`a value lacks ${name}.`);
    return `${JSON.stringify(pythonName(name))}: ${valueJson(field, type)}`;
  });
  return `{${entries.join(', ')}}`;
}

/** One entry a line. */
const block = (open: string, entries: readonly string[], close: string, indent: string): string =>
  entries.length === 0
    ? `${open}${close}`
    : `${open}\n${entries.map(entry => `${indent}  ${entry}`).join(',\n')}\n${indent}${close}`;

function elements(lists: Readonly<Record<string, readonly PortValue[]>>, values: readonly BenchValue[]): string {
  const entries = values.map(({ key, type }) => {
    const list = lists[key] ?? [];
    return `${JSON.stringify(key)}: ${block(
      '[',
      list.map(value => valueJson(value, type)),
      ']',
      '    ',
    )}`;
  });
  return block('{', entries, '}', '  ');
}

function ports(given: Readonly<Record<string, PortValue>>, values: readonly BenchValue[]): string {
  const entries = values.flatMap(({ key, type }) => {
    const value = given[key];
    return value === undefined ? [] : [`${JSON.stringify(key)}: ${valueJson(value, type)}`];
  });
  return `{${entries.join(', ')}}`;
}

/** The text of vectors.json: integers of any size as they are, which Python reads exactly. */
export function vectorsJson(vectors: Vectors, { streams, values }: BenchInterface, head: VectorsHead): string {
  const { parameters, ...rest } = head;
  const entries = Object.entries(rest).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  entries.push(`"parameters": ${JSON.stringify(parameters).replaceAll(':', ': ').replaceAll(',', ', ')}`);
  if (vectors.kind === 'streams') {
    const towards = (direction: 'input' | 'output') => streams.filter(stream => stream.direction === direction);
    entries.push(`"inputs": ${elements(vectors.inputs, towards('input'))}`);
    entries.push(`"outputs": ${elements(vectors.outputs, towards('output'))}`);
  } else {
    const cycles = vectors.cycles.map(
      ({ inputs, outputs }) => `{"inputs": ${ports(inputs, values)}, "outputs": ${ports(outputs, values)}}`,
    );
    entries.push(`"cycles": ${block('[', cycles, ']', '  ')}`);
  }
  return `${block('{', entries, '}', '')}\n`;
}
