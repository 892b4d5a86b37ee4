import type { BoundDesign } from '../bind/design.ts';
import { fail } from '../diagnostics/diagnostic.ts';
import type { Machine } from './machine.ts';
import { portNames, ValueAccess } from './ports.ts';
import { makeProbe, type Probe } from './probe.ts';
import { scalarsOf } from './shape.ts';
import type { Found, Signals } from './signals.ts';
import type { PeekedValue, PortValue } from './values.ts';

/** The values of a running design by their paths: ports, and anything inside. */
export class PathAccess {
  /** Whether asynchronous resets and outputs are up to date with the inputs and the state. */
  isSettled = false;
  readonly #design: BoundDesign;
  readonly #machine: Machine;
  readonly #signals: Signals;
  readonly #directions: ReturnType<typeof portNames>;
  readonly #ports = new Map<string, ValueAccess>();
  readonly #probes = new Map<string, { readonly probe: Probe; readonly access: ValueAccess }>();

  constructor(design: BoundDesign, machine: Machine, signals: Signals) {
    this.#design = design;
    this.#machine = machine;
    this.#signals = signals;
    this.#directions = portNames(design);
    const { inputs, outputs, layout } = machine;
    for (const [name, direction] of this.#directions) {
      const found = signals.find(name);
      if (found?.kind !== 'value') continue;
      const [values, slots] =
        direction === 'input' ? [inputs, layout.inputSlots] : ([outputs, layout.outputSlots] as const);
      this.#ports.set(name, new ValueAccess(name, found.shape, values, slots));
    }
  }

  /** @throws DiagnosticError where nothing has that path */
  find(path: string): Found {
    return this.#signals.find(path) ?? this.#unknown(path);
  }

  /** @throws DiagnosticError for an unknown port, an output, a value out of range or of another shape */
  write(name: string, value: PortValue): void {
    const access = this.#ports.get(name) ?? this.#unknown(name);
    if (this.#directions.get(name) !== 'input')
      fail('type-mismatch', {
        operation: 'poke',
        expected: 'an input',
        actual: `output \`${name}\``,
        suggestion: 'Only inputs are given values from outside.',
      });
    access.write(value);
    this.isSettled = false;
  }

  /** The present value of anything, a memory or a word of one too. */
  read(path: string): PeekedValue {
    if (this.#ports.has(path)) return this.value(path).read();
    const found = this.find(path);
    if (found.kind === 'value') return this.#inside(path).read();
    const { index, depth, width } = found.memory;
    if (found.word !== undefined) return this.#word(index, found.word, width);
    return Array.from({ length: depth }, (_, address) => this.#word(index, address, width));
  }

  /** The present value of a port or of something inside that is no memory. */
  value(path: string): ValueAccess {
    const access = this.#ports.get(path);
    if (access === undefined) return this.#inside(path);
    if (!this.isSettled && this.#directions.get(path) === 'output') this.#settle();
    return access;
  }

  /** Something inside: a program is compiled for it when it is first asked for. */
  #inside(path: string): ValueAccess {
    let known = this.#probes.get(path);
    if (known === undefined) {
      const found = this.find(path);
      if (found.kind === 'memory')
        return fail('type-mismatch', {
          operation: 'peekNumbers',
          expected: 'a value',
          actual: `memory \`${path}\``,
          suggestion: 'Use `peek`.',
        });
      const leaves = scalarsOf(found.shape).map(({ scalar }) => scalar.leaf);
      const probe = makeProbe(this.#design, this.#machine, leaves);
      known = { probe, access: new ValueAccess(path, found.shape, probe.values, probe.slots) };
      this.#probes.set(path, known);
    }
    if (!this.isSettled) this.#machine.settleResets();
    known.probe.settle(this.#machine.state);
    return known.access;
  }

  #settle(): void {
    this.#machine.settleResets();
    this.#machine.computeOutputs();
    this.isSettled = true;
  }

  #word(memory: number, address: number, width: number): number | bigint {
    const value = this.#machine.memories[memory]?.[address] ?? 0;
    return width <= 32 ? Number(value) : BigInt(value);
  }

  #unknown(name: string): never {
    return fail('unknown-port', {
      module: this.#design.name,
      port: name,
      ports: [...this.#ports.keys()].map(port => `\`${port}\``).join(', '),
    });
  }
}
