import { randomValue } from './random.ts';
import { shapeOf } from './shape.ts';
import { SimulationError } from './simulationError.ts';
import type { Simulator } from './simulator.ts';
import { nest, type PeekedValue, type PortValue } from './values.ts';

/** A value as text, for comparing and for messages. */
export const textOf = (value: PortValue | PeekedValue): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : typeof part === 'boolean' ? String(Number(part)) : part,
  ).replaceAll('"', '');

/** Gives the bits of a stream that offers nothing random values: nobody may depend on them. */
export function garble(simulator: Simulator, stream: string, random: () => number): void {
  for (const { name, declaration, leaves } of simulator.design.ports)
    if (declaration.stream?.name === stream && declaration.stream.part === 'bits') {
      const shape = shapeOf(declaration.type, [{ path: [], leaves }]);
      simulator.poke(
        name,
        nest(shape, ({ leaf }) => randomValue(random, leaf.width, leaf.signed)),
      );
    }
}

/** What has to hold of a stream from cycle to cycle: what is offered and not taken stays. */
export class Protocol {
  readonly #stream: string;
  #pending: string | undefined;

  constructor(stream: string) {
    this.#stream = stream;
  }

  /** A reset frees the stream of what it offered. */
  reset(): void {
    this.#pending = undefined;
  }

  /** @throws SimulationError where the stream breaks its promise in this cycle */
  check(cycle: number, beat: number, valid: boolean, ready: boolean, value: PeekedValue): void {
    const before = this.#pending;
    if (before !== undefined && !valid)
      throw new SimulationError(cycle, `stream ${this.#stream} took valid back before beat ${beat} was accepted`);
    const text = valid ? textOf(value) : undefined;
    if (before !== undefined && before !== text)
      throw new SimulationError(
        cycle,
        `stream ${this.#stream} changed beat ${beat} from ${before} to ${text} before it was accepted`,
      );
    this.#pending = ready ? undefined : text;
  }
}
