import type { Trace } from './trace.ts';
import type { NamedProperty, TransitionSystem } from './translate.ts';
import { Z3Session } from './z3.ts';

/** The steps of a transition system one after the other, in z3. */
export class Unrolling {
  readonly session: Z3Session;
  readonly #system: TransitionSystem;
  #steps = 0;

  /** @param fromStart whether step 0 is a cycle in which nothing has happened yet, or any state at all */
  constructor(system: TransitionSystem, z3: string, fromStart: boolean) {
    this.#system = system;
    this.session = new Z3Session(z3);
    this.session.tell(system.smt);
    this.extend();
    if (fromStart) this.session.tell(`(assert (|${system.module}_i| s0))`);
  }

  /** Number of the last step. */
  get last(): number {
    return this.#steps - 1;
  }

  /** One more step. */
  extend(): void {
    const { module } = this.#system;
    const state = `s${this.#steps}`;
    this.session.tell(
      `(declare-fun ${state} () |${module}_s|)`,
      `(assert (|${module}_h| ${state}))`,
      `(assert (|${module}_u| ${state}))`,
      `(assert ${this.#steps === 0 ? `(|${module}_is| s0)` : `(not (|${module}_is| ${state}))`})`,
    );
    if (this.#steps > 0) this.session.tell(`(assert (|${module}_t| s${this.#steps - 1} ${state}))`);
    this.#steps++;
  }

  /** A term: every assertion holds in a step. */
  holds(step: number): string {
    return `(|${this.#system.module}_a| s${step})`;
  }

  property(check: 'assert' | 'cover', { index }: NamedProperty, step: number): string {
    return `(|${this.#system.module}_${check === 'assert' ? 'a' : 'c'} ${index}| s${step})`;
  }

  /** A term: the reset is low in a step. */
  running(step: number): string {
    return this.#system.hasReset ? `(not (|${this.#system.module}_n rst| s${step}))` : 'true';
  }

  /** What happened in the cycles before the last step. */
  async trace(): Promise<Trace> {
    const { wires } = this.#system;
    const cycles = Math.max(1, this.last);
    const terms = wires.flatMap(({ symbol }) =>
      Array.from({ length: cycles }, (_, cycle) => `(|${symbol}| s${cycle})`),
    );
    const values = await this.session.values(terms);
    return {
      cycles,
      signals: wires.map(({ name, width }, at) => ({
        name,
        width,
        values: values.slice(at * cycles, (at + 1) * cycles),
      })),
    };
  }
}
