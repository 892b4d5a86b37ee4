/** The state of a stream when a run was given up. */
export interface StreamState {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly done: number;
  readonly total: number;
  readonly valid: string;
  readonly ready: string;
}

/** No stream made progress for too long. */
export class HangError extends Error {
  readonly streams: readonly StreamState[];
  /** The cycle after reset in which the run was given up. */
  readonly cycle: number;
  readonly hangAfter: number;

  constructor(cycle: number, hangAfter: number, streams: readonly StreamState[]) {
    const nameWidth = Math.max(6, ...streams.map(({ name }) => name.length));
    const lines = streams.map(
      ({ name, direction, done, total, valid, ready }) =>
        `  ${direction.padEnd(6)} ${name.padEnd(nameWidth)}  beats ${done} of ${total}  valid ${valid}  ready ${ready}`,
    );
    super(`The design hangs: no handshake for ${hangAfter} cycles, given up in cycle ${cycle}.\n${lines.join('\n')}`);
    this.name = 'HangError';
    this.streams = streams;
    this.cycle = cycle;
    this.hangAfter = hangAfter;
  }
}

/** The design ended the simulation itself: a failed assertion, $finish, $stop, $fatal, or no convergence. */
export class DesignStoppedError extends Error {
  /** The cycle after reset, negative during it. */
  readonly cycle: number;
  /** What the design printed. */
  readonly messages: readonly string[];

  constructor(cycle: number, messages: readonly string[]) {
    super([`The design stopped the simulation in cycle ${cycle}.`, ...messages.map(line => `  ${line}`)].join('\n'));
    this.name = 'DesignStoppedError';
    this.cycle = cycle;
    this.messages = messages;
  }
}

/** The process that simulated the design died. */
export class SimulationCrashError extends Error {
  constructor(detail: string) {
    super(`The simulation crashed: ${detail}.`);
    this.name = 'SimulationCrashError';
  }
}
