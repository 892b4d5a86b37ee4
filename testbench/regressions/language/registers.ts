import {
  bool,
  genFor,
  genIf,
  indexWidth,
  input,
  int,
  module,
  output,
  sint,
  uint,
  vec,
  when,
  zero,
} from '../../../dsl/index.ts';
import { elementsOf, joinElements, type Row } from './tools.ts';

/** Every way in which a register can be written: by its module, by branches, by loops, by dynamic indices. */
export const Registers = module(
  'registers',
  {
    params: { R: int(2, { min: 1 }), C: int(3, { min: 1 }), W: int(4, { min: 2 }) },
    ports: ({ R, C, W }) => ({
      clear: input(bool),
      load: input(bool),
      row: input(uint(indexWidth(R))),
      col: input(uint(indexWidth(C))),
      d: input(uint(W)),
      x: input(vec(R, vec(C, uint(W)))),
      reset_values: output(vec(4, uint(W))),
      never_reset: output(uint(W)),
      nested: output(vec(R, vec(C, uint(W)))),
      by_branch: output(uint(W)),
      only_branch: output(uint(W)),
      in_branches: output(vec(R, uint(W))),
      partly: output(vec(R, uint(W))),
      one_branch: output(vec(R, uint(W))),
      dynamic: output(vec(R, vec(C, uint(W)))),
      dynamic_in_loop: output(vec(R, vec(C, uint(W)))),
      mixed: output(vec(R, uint(W))),
      mixed_wires: output(vec(R, uint(W))),
      dynamic_read_in_loop: output(vec(R, uint(W))),
    }),
  },
  (io, { R, C, W }, m) => {
    const matrix = vec(R, vec(C, uint(W)));
    const row = vec(R, uint(W));

    const values = m.regs(
      { one: uint(W), least: sint(W), flag: bool, zeroed: uint(W) },
      { reset: { one: 1, least: -2, flag: true } },
    );
    when(io.load, () => {
      values.one.set(io.d);
      values.least.set(io.d.asSint());
      values.flag.set(io.d.bit(0));
      values.zeroed.set(io.d);
    }).elseWhen(io.clear, () => values.one.set(values.zeroed));
    io.reset_values.at(0).set(values.one);
    io.reset_values.at(1).set(values.least.asUint());
    io.reset_values.at(2).set(values.flag.asUint().extend(W));
    io.reset_values.at(3).set(values.zeroed);

    const { held } = m.regs({ held: uint(W) }, { reset: 'none', attributes: { keep: 'true' } });
    when(io.load, () => held.set(io.d));
    io.never_reset.set(held);

    const r = m.regs({
      nested: matrix,
      by_branch: uint(W),
      only_branch: uint(W),
      in_branches: row,
      partly: row,
      one_branch: row,
      dynamic: matrix,
      dynamic_in_loop: matrix,
      mixed: row,
      read_in_loop: row,
    });
    genFor(R, 'row', i =>
      genFor(C, 'col', j => {
        const sum = io.x.at(i).at(j).addWrap(r.nested.at(i).at(j));
        r.nested.at(i).at(j).set(sum.xor(sum.inc()));
      }),
    );
    when(io.clear, () => r.nested.set(zero(matrix)));
    io.nested.set(r.nested);

    genIf(
      W.atLeast(4),
      ['wide', () => r.by_branch.set(r.by_branch.inc())],
      ['narrow', () => r.by_branch.set(r.by_branch.dec())],
    );
    io.by_branch.set(r.by_branch);
    genIf(W.atLeast(4), ['wide_only', () => r.only_branch.set(r.only_branch.inc())]);
    io.only_branch.set(r.only_branch);

    genFor(R, 'lane', i =>
      genIf(
        i.eq(0),
        ['first_lane', () => r.in_branches.at(i).set(io.d)],
        ['later_lane', () => r.in_branches.at(i).set(r.in_branches.at(i.minus(1)))],
      ),
    );
    io.in_branches.set(r.in_branches);

    genFor(R.minus(1), 'part', i => r.partly.at(i.plus(1)).set(r.partly.at(i.plus(1)).inc()));
    io.partly.set(r.partly);

    genFor(R, 'few', i => genIf(i.eq(1), ['second_only', () => r.one_branch.at(i).set(r.one_branch.at(i).inc())]));
    io.one_branch.set(r.one_branch);

    when(io.load, () => r.dynamic.at(io.row).at(io.col).set(io.d)).otherwise(() => r.dynamic.at(io.row).at(0).set(0));
    io.dynamic.set(r.dynamic);

    genFor(R, 'each', i => r.dynamic_in_loop.at(i).at(io.col).set(io.x.at(i).at(0)));
    io.dynamic_in_loop.set(r.dynamic_in_loop);

    // A loop of which a part is procedural, the rest a generate loop.
    genFor(R, 'mix', i => {
      const next = r.mixed.at(i).addWrap(io.x.at(i).at(0));
      const shown = next.xor(io.d);
      when(io.load, () => r.mixed.at(i).set(next));
      io.mixed_wires.at(i).set(shown);
    });
    when(io.clear, () => r.mixed.set(zero(row)));
    io.mixed.set(r.mixed);

    genFor(R, 'pick', i => {
      const chosen = io.x.at(i).at(io.col);
      r.read_in_loop.at(i).set(chosen.xor(chosen.inc()));
    });
    when(io.clear, () => r.read_in_loop.set(zero(row)));
    io.dynamic_read_in_loop.set(r.read_in_loop);
  },
);

export interface RegisterNumbers {
  readonly R: number;
  readonly C: number;
  readonly W: number;
}

/** The same by definition; an output is missing while it depends on what nothing has written yet. */
export function registerOutputs({ R, C, W }: RegisterNumbers, inputs: readonly Row[]): Row[] {
  const low = (value: bigint): bigint => BigInt.asUintN(W, value);
  const rows = (value = 0n): bigint[] => new Array<bigint>(R).fill(value);
  const empty = () => ({
    values: [1n, low(-2n), 1n, 0n],
    nested: rows().map(() => new Array<bigint>(C).fill(0n)),
    byBranch: 0n,
    onlyBranch: 0n,
    inBranches: rows(),
    partly: rows(),
    oneBranch: rows(),
    dynamic: rows().map(() => new Array<bigint>(C).fill(0n)),
    dynamicInLoop: rows().map(() => new Array<bigint>(C).fill(0n)),
    mixed: rows(),
    picked: rows(),
  });
  let state = empty();
  let held: bigint | undefined;
  return inputs.map(input => {
    const { rst = 0n, clear = 0n, load = 0n, d = 0n } = input;
    const [row, col] = [Number(input.row ?? 0n), Number(input.col ?? 0n)];
    const x = elementsOf(input.x ?? 0n, R, C * W).map(bits => elementsOf(bits, C, W));
    const flat = (matrix: readonly (readonly bigint[])[]): bigint => joinElements(matrix.flat(), W);
    const mixedNext = state.mixed.map((value, i) => low(value + (x[i]?.[0] ?? 0n)));
    const outputs: Row = {
      reset_values: joinElements(state.values, W),
      ...(held === undefined ? {} : { never_reset: held }),
      nested: flat(state.nested),
      by_branch: state.byBranch,
      only_branch: state.onlyBranch,
      in_branches: joinElements(state.inBranches, W),
      partly: joinElements(state.partly, W),
      one_branch: joinElements(state.oneBranch, W),
      dynamic: flat(state.dynamic),
      dynamic_in_loop: flat(state.dynamicInLoop),
      mixed: joinElements(state.mixed, W),
      mixed_wires: joinElements(
        mixedNext.map(value => value ^ d),
        W,
      ),
      dynamic_read_in_loop: joinElements(state.picked, W),
    };
    const [one = 0n, least = 0n, flag = 0n, zeroed = 0n] = state.values;
    const next: typeof state = {
      values: load ? [d, d, d & 1n, d] : [clear ? zeroed : one, least, flag, zeroed],
      nested: state.nested.map((list, i) =>
        list.map((value, j) => {
          const sum = low(value + (x[i]?.[j] ?? 0n));
          return clear ? 0n : low(sum ^ (sum + 1n));
        }),
      ),
      byBranch: low(state.byBranch + (W >= 4 ? 1n : -1n)),
      onlyBranch: W >= 4 ? low(state.onlyBranch + 1n) : state.onlyBranch,
      inBranches: state.inBranches.map((_, i) => (i === 0 ? d : (state.inBranches[i - 1] ?? 0n))),
      partly: state.partly.map((value, i) => (i === 0 ? value : low(value + 1n))),
      oneBranch: state.oneBranch.map((value, i) => (i === 1 ? low(value + 1n) : value)),
      dynamic: state.dynamic.map((list, i) =>
        list.map((value, j) => (i !== row ? value : load ? (j === col ? d : value) : j === 0 ? 0n : value)),
      ),
      dynamicInLoop: state.dynamicInLoop.map((list, i) =>
        list.map((value, j) => (j === col ? (x[i]?.[0] ?? 0n) : value)),
      ),
      mixed: state.mixed.map((value, i) => (clear ? 0n : load ? (mixedNext[i] ?? 0n) : value)),
      picked: state.picked.map((_, i) => {
        const chosen = x[i]?.[col] ?? 0n;
        return clear ? 0n : low(chosen ^ (chosen + 1n));
      }),
    };
    if (load) held = d;
    state = rst ? empty() : next;
    return outputs;
  });
}
