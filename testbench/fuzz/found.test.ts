import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { constant, genFor, input, int, module, output, pow2, sint, uint, unpack, vec, when } from '../../dsl/index.ts';
import { emitFiles, type Numbers, simulate } from '../regressions/language/tools.ts';

/** What fuzzing has found wrong, each the smallest form of it. */
const Found = module(
  'found',
  {
    params: { W: int(4, { min: 1, max: 5 }), N: int(3, { min: 1, max: 5 }), K: int(2, { min: 0, max: 9 }) },
    ports: ({ W, N }) => ({
      a: input(uint(40)),
      x: input(sint(6)),
      constant_bit: output(uint(1)),
      parameter_added: output(sint(7)),
      parameter_cast: output(sint(W)),
      power_wide: output(uint(pow2(N))),
      saturated: output(sint(W)),
      up: output(sint(W)),
      down: output(sint(W)),
      kept: output(uint(4)),
      one_bit: output(uint(1)),
      indices: output(vec(N, uint(W))),
      loop_values: output(vec(N, uint(pow2(N)))),
    }),
  },
  (io, { W, N, K }, m) => {
    const { a, x } = io;
    io.constant_bit.set(constant(uint(6), 5n).slice(2, 1));
    io.parameter_added.set(x.add(K));
    io.parameter_cast.set(constant(uint(6), K).asSint().fit(W));
    io.power_wide.set(a.fit(pow2(N)));
    io.saturated.set(x.saturate(W));
    io.up.set(x.truncate(W).inc());
    io.down.set(x.truncate(W).dec());
    // Nothing but the reset writes it.
    const { only_reset } = m.regs({ only_reset: uint(4) }, { reset: { only_reset: 5n } });
    io.kept.set(only_reset);
    io.one_bit.set(unpack(vec(1, uint(1)), a.fit(1)).at(a.bit(39).and(false).asUint()));
    // A register that a loop and a statement outside it write: the index, at an undecided width, in a procedural loop.
    const { by_loop } = m.regs({ by_loop: vec(N, uint(W)) });
    genFor(N, 'lane', i => {
      when(a.fit(4).eq(i).or(a.ge(0)), () => by_loop.at(i).set(a.fit(3).add(i).fit(W)));
    });
    when(a.eq(1), () => by_loop.at(0).set(0));
    io.indices.set(by_loop);
    genFor(N, 'wide', i => {
      io.loop_values.at(i).set(
        a
          .fit(pow2(N).max(6))
          .addWrap(constant(uint(pow2(N).max(6)), i))
          .fit(pow2(N)),
      );
    });
  },
);

const bits = (width: number, value: number | bigint): bigint => BigInt.asUintN(width, BigInt(value));
const clamp = (width: number, value: number): number =>
  Math.max(-(2 ** (width - 1)), Math.min(2 ** (width - 1) - 1, value));
const packed = (width: number, values: readonly bigint[]): bigint =>
  values.reduceRight((all, value) => (all << BigInt(width)) | value, 0n);

describe('what fuzzing found', () => {
  it.each<Numbers>([
    { W: 1, N: 1, K: 0 },
    { W: 4, N: 3, K: 2 },
    { W: 5, N: 5, K: 9 },
  ])('is right at %o', async parameters => {
    const { W = 1, N = 1, K = 0 } = parameters;
    const given = [0, 1, -1, 31, -32, 17].map((x, index) => ({
      x,
      a: [0n, 5n, 1n, (1n << 40n) - 1n, 12n, 7n][index] ?? 0n,
    }));
    const inputs = given.map(({ x, a }, cycle) => ({ x: bits(6, x), a, rst: cycle === 0 ? 1n : 0n }));
    const folder = await mkdtemp(join(tmpdir(), 'scoville-found-'));
    try {
      const emitted = await emitFiles(folder, Found, { named: false });
      for (const { simulator, rows } of await simulate(emitted, parameters, inputs))
        given.forEach(({ x, a }, cycle) => {
          if (cycle < 2) return;
          const before = given[cycle - 1]?.a ?? 0n;
          const lanes = Array.from({ length: N }, (_, i) =>
            i === 0 && before === 1n ? 0n : bits(W, bits(3, before) + BigInt(i)),
          );
          expect({ simulator, cycle, ...rows[cycle] }).toEqual({
            simulator,
            cycle,
            constant_bit: 1n,
            parameter_added: bits(7, x + K),
            parameter_cast: bits(W, K),
            power_wide: bits(2 ** N, a),
            saturated: bits(W, clamp(W, x)),
            up: bits(W, x + 1),
            down: bits(W, x - 1),
            kept: 5n,
            one_bit: bits(1, a),
            indices: packed(W, lanes),
            loop_values: packed(
              2 ** N,
              Array.from({ length: N }, (_, i) => bits(2 ** N, a + BigInt(i))),
            ),
          });
        });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
