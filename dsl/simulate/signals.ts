import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { BoundDesign, BoundMemory } from '../bind/design.ts';
import { isComposite } from '../struct.ts';
import type { HwType } from '../types.ts';
import { type Part, partOf, type Shape, shapeOf } from './shape.ts';

/** A declared value of a design, the fields of a struct taken together. */
interface Declared {
  readonly type: HwType;
  readonly parts: Part[];
}

/** What a path leads to. */
export type Found =
  | { readonly kind: 'value'; readonly shape: Shape }
  | { readonly kind: 'memory'; readonly memory: BoundMemory; readonly word: number | undefined };

/** The name of the declaration that a leaf belongs to. */
const declaredName = ({ name, position }: BoundLeaf): string =>
  position.length === 0 ? name : name.slice(0, -`[${position.join('][')}]`.length);

/** Everything in a design that has a path. */
export class Signals {
  readonly #declared = new Map<string, Declared>();
  readonly #shapes = new Map<string, Shape>();
  readonly #memories: ReadonlyMap<string, BoundMemory>;

  constructor({ leaves, memories }: BoundDesign) {
    this.#memories = new Map(memories.map(memory => [memory.name, memory]));
    let last: Declared | undefined;
    let own: BoundLeaf[] = [];
    let before: string | undefined;
    for (const leaf of leaves) {
      const { declaration, scope } = leaf;
      const { field } = declaration;
      const name = declaredName(leaf);
      if (name !== before) {
        own = [];
        before = name;
        // A field of a struct has a name of its own too: that of its port or register in the Verilog.
        this.#declared.set(name, { type: declaration.type, parts: [{ path: [], leaves: own }] });
        if (field !== undefined) {
          const part = { path: field.path, leaves: own };
          if (field.position > 0 && last !== undefined) last.parts.push(part);
          else {
            last = { type: field.whole, parts: [part] };
            this.#declared.set(this.#unique(scope.path === '' ? field.of : `${scope.path}.${field.of}`), last);
          }
        }
      }
      own.push(leaf);
    }
  }

  #unique(name: string): string {
    let unique = name;
    for (let copy = 2; this.#declared.has(unique); copy++) unique = `${name}_${copy}`;
    return unique;
  }

  /** The paths of all declared values. */
  get names(): Iterable<string> {
    return this.#declared.keys();
  }

  #whole(name: string): Shape | undefined {
    const declared = this.#declared.get(name) ?? this.#structOfStream(name);
    if (declared === undefined) return undefined;
    const known = this.#shapes.get(name) ?? shapeOf(declared.type, declared.parts);
    this.#shapes.set(name, known);
    return known;
  }

  /** The elements of a stream of structs, `<stream>_bits`, whose fields are declared under the stream's own name. */
  #structOfStream(name: string): Declared | undefined {
    const declared = name.endsWith('_bits') ? this.#declared.get(name.slice(0, -'_bits'.length)) : undefined;
    return declared !== undefined && isComposite(declared.type) ? declared : undefined;
  }

  /** What stands at a path: a value, an element or a field of one, a memory or a word of one. */
  find(path: string): Found | undefined {
    for (
      let end = path.length;
      end > 0;
      end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1))
    ) {
      const [name, suffix] = [path.slice(0, end), path.slice(end)];
      const whole = this.#whole(name);
      const shape = whole === undefined ? undefined : partOf(whole, suffix);
      if (shape !== undefined) return { kind: 'value', shape };
      const memory = this.#memories.get(name);
      if (memory === undefined) continue;
      const [, word] = /^\[(\d+)\]$/.exec(suffix) ?? [];
      if (suffix === '') return { kind: 'memory', memory, word: undefined };
      if (word !== undefined && Number(word) < memory.depth) return { kind: 'memory', memory, word: Number(word) };
    }
    return undefined;
  }
}
