/** A port of the top module at its present parameters. */
export interface Port {
  readonly name: string;
  readonly direction: 'input' | 'output';
  /** Bits. */
  readonly width: number;
}

/** Which ports are the clock and the reset. */
export interface Signals {
  /** Name of the clock, of which the rising edge counts; the design may have none. */
  readonly clock: string;
  /** Name of the reset; the design may have none. */
  readonly reset: string;
  readonly resetActiveLow: boolean;
}

export const defaultSignals: Signals = { clock: 'clk', reset: 'rst', resetActiveLow: false };

/** A valid/ready stream, found by its ports `<name>_valid`, `<name>_ready`, `<name>_bits` and sidebands `<name>_<field>`. */
export interface StreamPorts {
  readonly name: string;
  /** `input`: the design receives beats. */
  readonly direction: 'input' | 'output';
  readonly valid: Port;
  /** Of a strobe, `valid` itself: a beat passes whenever it is offered. */
  readonly ready: Port;
  /** What makes up a beat: `bits` first, if there, then the sidebands by name. `field` is the port's name without the stream's. */
  readonly fields: readonly { readonly field: string; readonly port: Port }[];
}

/** The ports of a design, sorted by what drives or observes them. */
export interface DesignInterface {
  readonly clock: Port | undefined;
  readonly reset: Port | undefined;
  readonly streams: readonly StreamPorts[];
  /** Inputs that belong to no stream: constant in a job. */
  readonly otherInputs: readonly Port[];
  /** Outputs that belong to no stream. */
  readonly otherOutputs: readonly Port[];
}

const byField = (a: { field: string }, b: { field: string }): number => {
  if (a.field === 'bits' || b.field === 'bits') return a.field === 'bits' ? -1 : 1;
  return a.field < b.field ? -1 : 1;
};

/** Input streams that are always ready, such as a memory's write port: the stream's name, and its port of 1 bit. */
export type Strobes = Readonly<Record<string, string>>;

/**
 * Sorts ports into clock, reset, streams and the rest.
 *
 * @param constants names that are no sideband of a stream although they look like one
 * @param strobes what is an input stream although it has no ready
 * @throws RangeError when a strobe's port is not there
 */
export function discoverInterface(
  ports: readonly Port[],
  signals: Signals,
  constants: ReadonlySet<string> = new Set(),
  strobes: Strobes = {},
): DesignInterface {
  const byName = new Map(ports.map(port => [port.name, port]));
  const input = (name: string): Port | undefined => {
    const port = byName.get(name);
    return port?.direction === 'input' ? port : undefined;
  };
  const clock = input(signals.clock);
  const reset = input(signals.reset);

  const handshaking = ports.flatMap(valid => {
    if (!valid.name.endsWith('_valid') || valid.width !== 1) return [];
    const name = valid.name.slice(0, -'_valid'.length);
    const ready = byName.get(`${name}_ready`);
    return ready === undefined || ready.width !== 1 || ready.direction === valid.direction
      ? []
      : [{ name, direction: valid.direction, valid, ready }];
  });
  const always = Object.entries(strobes).map(([name, portName]) => {
    const port = input(portName);
    if (port?.width !== 1)
      throw new RangeError(`The design has no input ${portName} of 1 bit to be the strobe of ${name}.`);
    return { name, direction: port.direction, valid: port, ready: port };
  });
  const bare = [...handshaking, ...always];

  const taken = new Set<Port | undefined>([clock, reset, ...bare.flatMap(({ valid, ready }) => [valid, ready])]);
  const fieldsOf = new Map<string, { field: string; port: Port }[]>(bare.map(({ name }) => [name, []]));
  for (const port of ports) {
    if (taken.has(port) || constants.has(port.name)) continue;
    // The longest name wins: `a_b_last` belongs to the stream `a_b`, not to `a`.
    const owner = bare
      .filter(stream => port.name.startsWith(`${stream.name}_`) && port.direction === stream.direction)
      .reduce<string>((longest, { name }) => (name.length > longest.length ? name : longest), '');
    if (owner === '') continue;
    fieldsOf.get(owner)?.push({ field: port.name.slice(owner.length + 1), port });
    taken.add(port);
  }

  const rest = ports.filter(port => !taken.has(port));
  return {
    clock,
    reset,
    streams: bare.map(stream => ({ ...stream, fields: (fieldsOf.get(stream.name) ?? []).sort(byField) })),
    otherInputs: rest.filter(port => port.direction === 'input'),
    otherOutputs: rest.filter(port => port.direction === 'output'),
  };
}
