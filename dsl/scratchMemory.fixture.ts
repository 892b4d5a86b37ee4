import { type AnyModule, type Builder, bool, type Io, input, int, module, output, type Param, uint } from './index.ts';
import { reported } from './passes/check/rendered.fixture.ts';

const ports = {
  write: input(bool),
  at: input(uint(2)),
  a: input(uint(8)),
  lanes: input(uint(2)),
  q: output(uint(8)),
};

/** A module with a memory, and its output driven where the body does not. */
export const scratch = (body: (io: Io<typeof ports>, m: Builder, DEPTH: Param<'DEPTH'>) => void): AnyModule =>
  module('scratch', { params: { DEPTH: int(4, { min: 1, max: 4 }) }, ports: () => ports }, (io, { DEPTH }, m) => {
    io.q.set(io.a);
    body(io, m, DEPTH);
  });

/** What is reported of it. */
export const message = (body: Parameters<typeof scratch>[0]): string => reported(() => scratch(body));
