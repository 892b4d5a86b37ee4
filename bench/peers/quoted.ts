/**
 * The array's figures in each language, measured in November 2026 on two cores (Debian 12, Verilator 5.006), CPU seconds
 * of one core. They stand in for what this machine cannot measure; their speeds are of another harness and compare with
 * each other only.
 */
export interface QuotedFigures {
  readonly sourceLines?: number;
  /** CPU seconds to emit, whole process, at N = 4, 16 and 64; compiling a Scala source comes on top. */
  readonly emit?: readonly [number, number, number];
  /** Lines of Verilog at N = 16. */
  readonly lines: number;
  /** At N = 64. */
  readonly bytes?: number;
  readonly keepsParameters: boolean;
  /** Warnings of `verilator --lint-only -Wall`. */
  readonly lint: number;
  /** kcycle/s of 16 x 16 with random and with steady inputs. */
  readonly speed: readonly [number, number];
}

export const quoted = {
  byHand: { sourceLines: 90, lines: 94, bytes: 4e3, keepsParameters: true, lint: 4, speed: [981, 898] },
  byHandUnpacked: { sourceLines: 86, lines: 90, bytes: 3e3, keepsParameters: true, lint: 0, speed: [321, 632] },
  amaranth: {
    sourceLines: 79,
    emit: [0.5, 3.1, 64],
    lines: 52_025,
    bytes: 26e6,
    keepsParameters: false,
    lint: 3120,
    speed: [242, 447],
  },
  chisel: {
    sourceLines: 52,
    emit: [1.7, 3.7, 16],
    lines: 7049,
    bytes: 6e6,
    keepsParameters: false,
    lint: 65,
    speed: [973, 819],
  },
  spinal: {
    sourceLines: 58,
    emit: [1.8, 4.1, 162],
    lines: 7164,
    bytes: 4.4e6,
    keepsParameters: false,
    lint: 63,
    speed: [462, 808],
  },
  tssv: {
    sourceLines: 88,
    emit: [0.12, 0.17, 0.67],
    lines: 7199,
    bytes: 2.7e6,
    keepsParameters: false,
    lint: 63,
    speed: [960, 823],
  },
  gemmini: { lines: 17_486, keepsParameters: false, lint: 648, speed: [92, 249] },
} as const satisfies Record<string, QuotedFigures>;
