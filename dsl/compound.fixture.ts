import { type Diagnostic, DiagnosticError } from './diagnostics/diagnostic.ts';
import {
  type AnyModule,
  type Builder,
  bool,
  enumeration,
  type Io,
  input,
  module,
  output,
  struct,
  uint,
  vec,
} from './index.ts';
import { checkModule } from './passes/check/checkModule.ts';

/** Modules with ports of every type that is made of others, for tests of what is refused. */

/** What is wrong with a description, whether found as it is made or as it is checked. */
export function diagnosticsOf(described: () => AnyModule): readonly Diagnostic[] {
  try {
    return checkModule(described().elaborate()).diagnostics;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** The same, by code and sentence. */
export const said = (described: () => AnyModule): readonly string[] =>
  diagnosticsOf(described).map(({ code, message }) => `${code}: ${message}`);

/** What making something is refused with. */
export function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.message;
    throw error;
  }
  return 'nothing';
}

export const Op = enumeration('add', 'sub', 'nop');
export const Other = enumeration('add', 'sub', 'mul');
export const pair = struct({ first: bool, value: uint(8) });

const ports = () => ({
  op: input(Op),
  p: input(pair),
  list: input(vec(4, pair)),
  a: input(uint(8)),
  c: input(bool),
  q: output(pair),
  r: output(Op),
  n: output(uint(8)),
});

export type Body = (io: Io<ReturnType<typeof ports>>, m: Builder) => void;

/** A module with those ports, of which those that `body` leaves out are driven. */
export const compound = (body: Body) => (): AnyModule =>
  module('m', { params: {}, ports }, (io, _, m) => {
    io.q.set(io.p);
    io.r.set(io.op);
    io.n.set(io.a);
    body(io, m);
  });

/** A body with what is said of it. */
export type Refused = readonly [what: string, body: Body, expected: readonly string[]];
