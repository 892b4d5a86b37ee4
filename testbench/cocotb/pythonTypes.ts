import type { EnumType, HwType, StructType } from '../../dsl/index.ts';
import { call, type PythonExpression } from './pythonExpression.ts';
import { type ParameterNames, pythonInteger } from './pythonInteger.ts';
import { type PythonScope, pascalCase, pythonName, upperCase } from './pythonNames.ts';

/** A type of the description in Python. */
export interface PythonType {
  /** What a value is called in an annotation. */
  readonly annotation: string;
  /** The expression that says how a value stands in bits. */
  readonly packing: PythonExpression;
}

/** An enumeration as a class. */
export interface PythonEnumeration {
  readonly name: string;
  readonly doc: string;
  readonly members: readonly { readonly name: string; readonly code: string }[];
}

/** One field of a dataclass. */
export interface PythonField extends PythonType {
  /** As Python has it; `pythonName` of the field's own. */
  readonly name: string;
  readonly doc: string;
}

/** A struct, or the parts of a stream's element, as a dataclass. */
export interface PythonStruct {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly PythonField[];
  /** The constant that says how its values stand in bits. */
  readonly constant: string;
  readonly packing: PythonExpression;
}

/** Names of an enumeration's values in Python: capitals, unless two would be one. */
export function memberNames({ names }: EnumType): ReadonlyMap<string, string> {
  const all: readonly string[] = names;
  const capitals = new Map(all.map(name => [name, name.toUpperCase()]));
  return new Set(capitals.values()).size === all.length ? capitals : new Map(all.map(name => [name, pythonName(name)]));
}

/** What makes two types one class in Python. */
function signature(type: HwType): string {
  switch (type.kind) {
    case 'struct':
      return `{${Object.entries<HwType>(type.fields)
        .map(([name, field]) => `${name}:${signature(field)}`)
        .join(',')}}`;
    case 'vec':
      return `[${String(type.length)}]${signature(type.element)}`;
    case 'enum':
      return `<${Object.entries(type.codes).join(',')}>`;
    default:
      return `${type.kind}${String(type.width)}`;
  }
}

/** The classes that an interface needs, each once. */
export class PythonTypes {
  readonly enumerations: PythonEnumeration[] = [];
  readonly structs: PythonStruct[] = [];
  readonly #scope: PythonScope;
  readonly #parameters: ParameterNames;
  readonly #enumerations = new Map<string, string>();
  readonly #structs = new Map<string, PythonType>();

  constructor(scope: PythonScope, parameters: ParameterNames) {
    this.#scope = scope;
    this.#parameters = parameters;
  }

  /**
   * A type, with the classes behind it.
   *
   * @param hints what a class of its own may be called, the best first
   */
  of(type: HwType, hints: readonly [string, ...string[]]): PythonType {
    switch (type.kind) {
      case 'bool':
        return { annotation: 'bool', packing: call('Bool', []) };
      case 'uint':
        return { annotation: 'int', packing: call('UInt', [pythonInteger(type.width, this.#parameters)]) };
      case 'sint':
        return { annotation: 'int', packing: call('SInt', [pythonInteger(type.width, this.#parameters)]) };
      case 'vec': {
        const element = this.of(type.element, hints);
        return {
          annotation: `list[${element.annotation}]`,
          packing: call('Vec', [pythonInteger(type.length, this.#parameters), element.packing]),
        };
      }
      case 'enum': {
        const name = this.#enumeration(type, hints);
        return { annotation: name, packing: call('Enumeration', [name, String(type.width)]) };
      }
      case 'struct':
        return this.#struct(type, hints);
    }
  }

  /** A dataclass of these fields. */
  record(hints: readonly [string, ...string[]], doc: string, fields: readonly PythonField[]): PythonType {
    return this.#dataclass(this.#scope.claim(...mapped(hints)), doc, fields);
  }

  #dataclass(name: string, doc: string, fields: readonly PythonField[]): PythonType {
    const constant = this.#scope.claim(`${upperCase(name)}_PACKING`);
    this.structs.push({ name, doc, fields, constant, packing: packingOf(name, fields) });
    return { annotation: name, packing: constant };
  }

  #enumeration(type: EnumType, hints: readonly [string, ...string[]]): string {
    const key = signature(type);
    const known = this.#enumerations.get(key);
    if (known !== undefined) return known;
    const name = this.#scope.claim(...mapped(hints));
    const members = memberNames(type);
    this.enumerations.push({
      name,
      doc: `Values of \`${hints[0]}\`.`,
      members: Object.entries<bigint>(type.codes).map(([value, code]) => ({
        name: members.get(value) ?? value,
        code: String(code),
      })),
    });
    this.#enumerations.set(key, name);
    return name;
  }

  #struct(type: StructType, hints: readonly [string, ...string[]]): PythonType {
    const key = signature(type);
    const known = this.#structs.get(key);
    if (known !== undefined) return known;
    const [first] = hints;
    const fields = Object.entries<HwType>(type.fields).map(
      ([field, inner]): PythonField => ({
        name: pythonName(field),
        doc: '',
        ...this.of(inner, [field, `${first}_${field}`]),
      }),
    );
    const described = this.#dataclass(this.#scope.claim(...mapped(hints)), `A value of \`${first}\`.`, fields);
    this.#structs.set(key, described);
    return described;
  }
}

function mapped([first, ...others]: readonly [string, ...string[]]): [string, ...string[]] {
  return [pascalCase(first), ...others.map(pascalCase)];
}

const packingOf = (name: string, fields: readonly PythonField[]): PythonExpression =>
  call('Struct', [name], Object.fromEntries(fields.map(field => [field.name, field.packing])));
