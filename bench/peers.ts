/**
 * The same N x N weight-stationary int8 array in other languages, each written by someone who reads its manual.
 * Measured 2026-11 with Verilator 5.006 on the same kind of machine as the rest (2 cores, Debian 12), CPU seconds of one
 * core. They are quoted, not measured anew.
 */
export interface Peer {
  readonly name: string;
  readonly sourceLines: number | undefined;
  /** CPU seconds to emit, whole process, at N = 4, 16 and 64; compiling a Scala source comes on top. */
  readonly emit: readonly [number, number, number] | undefined;
  /** Lines of Verilog at N = 16, and bytes at N = 64. */
  readonly lines: number;
  readonly bytes64: string;
  readonly keepsParameters: boolean;
  /** Warnings of `verilator --lint-only -Wall`. */
  readonly lint: string;
  /** kcycle/s of 16 x 16 with random and with steady inputs; only comparable with each other. */
  readonly speed: readonly [number, number];
}

export const peersSource = 'measured 2026-11, Verilator 5.006, same kind of machine';

export const peers: readonly Peer[] = [
  {
    name: 'Verilog by hand',
    sourceLines: 90,
    emit: undefined,
    lines: 94,
    bytes64: '4 KB',
    keepsParameters: true,
    lint: '4',
    speed: [981, 898],
  },
  {
    name: 'Amaranth 0.5.10',
    sourceLines: 79,
    emit: [0.5, 3.1, 64],
    lines: 52_025,
    bytes64: '26 MB',
    keepsParameters: false,
    lint: '3,120',
    speed: [242, 447],
  },
  {
    name: 'Chisel 7.14, firtool 1.155',
    sourceLines: 52,
    emit: [1.7, 3.7, 16],
    lines: 7_049,
    bytes64: '6 MB',
    keepsParameters: false,
    lint: '65',
    speed: [973, 819],
  },
  {
    name: 'SpinalHDL 1.14.2',
    sourceLines: 58,
    emit: [1.8, 4.1, 162],
    lines: 7_164,
    bytes64: '4.4 MB',
    keepsParameters: false,
    lint: '63',
    speed: [462, 808],
  },
  {
    name: 'TSSV (TypeScript)',
    sourceLines: 88,
    emit: [0.12, 0.17, 0.67],
    lines: 7_199,
    bytes64: '2.7 MB',
    keepsParameters: false,
    lint: '63, lint_off in every module',
    speed: [960, 823],
  },
  {
    name: 'Gemmini’s mesh (output-stationary too)',
    sourceLines: undefined,
    emit: undefined,
    lines: 17_486,
    bytes64: '',
    keepsParameters: false,
    lint: '648',
    speed: [92, 249],
  },
];
