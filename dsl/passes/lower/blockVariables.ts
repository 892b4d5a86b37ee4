import type { Region } from '../../ir/hwModule.ts';
import type { Variable } from '../../ir/verilog.ts';
import type { Frame } from './frame.ts';

/** The variables of one procedural block while it is made. */
export class BlockVariables {
  readonly integers: string[] = [];
  readonly variables: Variable[] = [];
  readonly #frame: Frame;
  readonly #region: Region;

  constructor(frame: Frame, region: Region) {
    this.#frame = frame;
    this.#region = region;
  }

  /** A name that is free in the block. */
  name(base: string): string {
    return this.#frame.names.scopes.allocate(base, this.#region);
  }

  /** Variables of loops, by how deep they are nested: loops beside each other share one. */
  loopVariable(depth: number): string {
    const known = this.integers[depth];
    if (known !== undefined) return known;
    const name = this.name('i');
    this.integers.push(name);
    return name;
  }
}
