import {
  type AnyModule,
  bool,
  genFor,
  input,
  int,
  module,
  mux,
  output,
  type Signal,
  uint,
  vec,
  when,
} from '../dsl/index.ts';
import type { HwModule, Region } from '../dsl/ir/hwModule.ts';
import type { Statement } from '../dsl/ir/statement.ts';

/** About how many nodes of the hardware IR one block of a synthetic design has; `nodeCount` counts exactly. */
const nodesPerBlock = 23;

/** Blocks in a chain before the chain begins anew at the input, so that depth does not grow with size. */
const chainLength = 16;

/**
 * A design of about `nodes` nodes of the hardware IR, of what designs are made of: chained blocks, each with named
 * intermediate values, registers under `when`s, and a generate loop over a vec, and a balanced tree that joins the
 * chains. Twice the nodes are twice of everything, so that the time of a pass over it should at most double.
 *
 * Every call describes it anew.
 */
export function synthetic(nodes: number): AnyModule {
  const blocks = Math.max(1, Math.round(nodes / nodesPerBlock));
  return module(
    `synthetic_${blocks}`,
    {
      params: { WIDTH: int(16, { min: 4 }) },
      ports: ({ WIDTH }) => ({ enable: input(bool), d: input(uint(WIDTH)), q: output(uint(WIDTH)) }),
    },
    ({ enable, d, q }, { WIDTH }, m) => {
      type Word = Signal<ReturnType<typeof uint<typeof WIDTH>>>;

      /** A register fed by `from`, changed and compared on the way, and four more that take its value in a loop. */
      const block = (from: Word): Word => {
        const { state, flag } = m.regs({ state: uint(WIDTH), flag: bool });
        const { lanes } = m.regs({ lanes: vec(4, uint(WIDTH)) });
        const sum = from.addWrap(state);
        const mixed = sum.xor(from.shiftRightBy(3).fit(WIDTH));
        const larger = mixed.gt(state);
        const next = mux(larger, mixed, from.and(state));
        when(enable.and(flag), () => {
          state.set(next);
          flag.set(larger);
        })
          .elseWhen(from.eq(0), () => flag.set(true))
          .otherwise(() => state.set(state.inc()));
        genFor(4, 'lane', i => lanes.at(i).set(next.or(lanes.at(i).addWrap(from))));
        return lanes.at(1).xor(lanes.at(3));
      };

      const tree = (words: readonly Word[]): Word => {
        const [first = d, second] = words;
        if (second === undefined) return first;
        const half = Math.ceil(words.length / 2);
        const { joined } = m.regs({ joined: uint(WIDTH) });
        joined.set(tree(words.slice(0, half)).xor(tree(words.slice(half))));
        return joined;
      };

      const ends: Word[] = [];
      for (let done = 0; done < blocks; done += chainLength) {
        let word: Word = d;
        for (let depth = 0; depth < Math.min(chainLength, blocks - done); depth++) word = block(word);
        ends.push(word);
      }
      q.set(tree(ends));
    },
  );
}

function inner(statement: Statement): readonly Region[] {
  if (statement.kind === 'loop') return [statement.region];
  return statement.kind === 'choose' ? statement.branches.map(({ region }) => region) : [];
}

/** Nodes of the hardware IR in a module, those of its generate blocks included. */
export function nodeCount({ root }: HwModule): number {
  const visit = (region: Region): number =>
    region.statements.flatMap(inner).reduce((sum, below) => sum + visit(below), region.nodes.length);
  return visit(root);
}
