import { type Expression, type Item, identifier } from '../../ir/verilog.ts';
import type { EnumType } from '../../types.ts';

/** One enumeration of a module, with the localparams that its values have so far. */
interface Known {
  readonly type: EnumType;
  readonly constants: Map<string, string>;
}

/** `nextWord` and `next_word` as constants are written: `NEXT_WORD`. */
const constantName = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

/** Values of enumerations as localparams: those that the module mentions, each enumeration in the order of its names. */
export class Enumerations {
  readonly #allocate: (name: string, label: string) => string;
  readonly #known = new Map<string, Known>();

  /** @param allocate makes a name unique in the module, with the label in front where there is one and the name is taken */
  constructor(allocate: (name: string, label: string) => string) {
    this.#allocate = allocate;
  }

  /** The constant of a code; a code without a name is a number. */
  expression(type: EnumType, code: bigint): Expression {
    const name: string | undefined = type.names.find((other: string) => type.codes[other] === code);
    if (name === undefined) return { kind: 'sized', width: type.width, value: code, signed: false };
    const key = [type.label, type.width, ...type.names.map((other: string) => `${other}=${type.codes[other]}`)].join(
      ' ',
    );
    const known = this.#known.get(key) ?? { type, constants: new Map<string, string>() };
    this.#known.set(key, known);
    let constant = known.constants.get(name);
    if (constant === undefined) {
      constant = this.#allocate(constantName(name), type.label === undefined ? '' : constantName(type.label));
      known.constants.set(name, constant);
    }
    return identifier(constant);
  }

  items(): Item[] {
    return [...this.#known.values()].flatMap(({ type, constants }) =>
      type.names.flatMap((name: string): Item[] => {
        const constant = constants.get(name);
        const value = type.codes[name];
        if (constant === undefined || value === undefined) return [];
        const { width } = type;
        return [
          {
            kind: 'localparam',
            name: constant,
            bits: width,
            value: { kind: 'sized', width, value, signed: false },
            comment: [],
          },
        ];
      }),
    );
  }
}
