import { expect, it } from 'vitest';
import {
  type Builder,
  bool,
  constant,
  genFor,
  genIf,
  type IntExpr,
  int,
  module,
  output,
  uint,
  unpack,
  vec,
} from '../../index.ts';
import { checkDesign } from './checkDesign.ts';

const nine = () => constant(uint(9), 3n);

/** What can be said with a number, said with the index of a loop that has ended. */
const uses: readonly (readonly [string, (index: IntExpr, m: Builder) => unknown])[] = [
  ['the width of a wire', (i, m) => m.wires({ w: uint(i) })],
  ['the length of a register', (i, m) => m.regs({ r: vec(i, bool) })],
  ['the depth of a memory', (i, m) => m.mem('ram', uint(4), i)],
  ['the width of a memory', (i, m) => m.mem('ram', uint(i), 4)],
  ['the count of a loop', i => genFor(i, 'other', () => {})],
  ['the bits of a stream', (i, m) => m.streams({ s: uint(i) })],
  ['the stages of a pipe', (i, m) => m.pipe(nine(), i)],
  ['a generate if', i => genIf(i.eq(2), ['two', () => {}], ['other', () => {}])],
  ['another width', i => nine().fit(i)],
  ['a cast', i => unpack(vec(i, bool), nine().fit(i))],
];

it.each(uses)('an index after its loop: %s', (_, use) => {
  const Late = module(
    'late',
    { params: { N: int(5, { min: 1, max: 8 }) }, ports: () => ({ y: output(bool) }) },
    ({ y }, { N }, m) => {
      const indices: IntExpr[] = [];
      genFor(N, 'lane', i => {
        indices.push(i);
      });
      for (const i of indices) use(i.plus(1), m);
      y.set(false);
    },
  );
  const diagnostics = [...checkDesign(Late.elaborate()).values()].flatMap(report => report.diagnostics);
  expect(new Set(diagnostics.map(({ code, message }) => `${code}: ${message}`))).toEqual(
    new Set(['out-of-scope: `i` belongs to the generate block `lane` and is used outside it.']),
  );
});
