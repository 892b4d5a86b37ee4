import { bool, clog2, indexWidth, input, int, module, output, sint, uint, vec } from '../../../dsl/index.ts';
import { AlwaysStarWithoutReads } from './recipes/always_star_without_reads.ts';
import { Assertions } from './recipes/assertions.ts';
import { Chain } from './recipes/chain.ts';
import { ComparisonsAtBounds } from './recipes/comparisons_at_bounds.ts';
import { ConstantTable } from './recipes/constant_table.ts';
import { DepthOfOne } from './recipes/depth_of_one.ts';
import { DynamicIndex } from './recipes/dynamic_index.ts';
import { MemoryByteEnables } from './recipes/memory_byte_enables.ts';
import { NameHidden } from './recipes/name_hidden.ts';
import { PipelineCuts } from './recipes/pipeline_cuts.ts';
import { PriorityAndOneHot } from './recipes/priority_and_one_hot.ts';
import { RegisterLoopWithTemporaries } from './recipes/register_loop_with_temporaries.ts';
import { RegisterOwnedByLoop } from './recipes/register_owned_by_loop.ts';
import { Skew } from './recipes/skew.ts';
import { Tree } from './recipes/tree.ts';
import { UntypedParameterGuard } from './recipes/untyped_parameter_guard.ts';

/** All recipes, by the names of their files. */
export const recipes = {
  always_star_without_reads: AlwaysStarWithoutReads,
  assertions: Assertions,
  chain: Chain,
  comparisons_at_bounds: ComparisonsAtBounds,
  constant_table: ConstantTable,
  depth_of_one: DepthOfOne,
  dynamic_index: DynamicIndex,
  memory_byte_enables: MemoryByteEnables,
  name_hidden: NameHidden,
  pipeline_cuts: PipelineCuts,
  priority_and_one_hot: PriorityAndOneHot,
  register_loop_with_temporaries: RegisterLoopWithTemporaries,
  register_owned_by_loop: RegisterOwnedByLoop,
  skew: Skew,
  tree: Tree,
  untyped_parameter_guard: UntypedParameterGuard,
} as const;

/** Every recipe once, on common inputs, so that one model of each binding shows them all. */
export const Gallery = module(
  'gallery',
  {
    params: {
      /** Elements, rows, lanes and words. */
      N: int(5, { min: 1, max: 16 }),
      /** Bits of an element. */
      W: int(8, { min: 3 }),
      PERIOD: int(2, { min: 0 }),
    },
    ports: ({ N, W }) => ({
      first: input(bool),
      second: input(bool),
      index: input(uint(indexWidth(N))),
      choice: input(uint(2)),
      number: input(uint(4)),
      d: input(uint(W)),
      mask: input(uint(N)),
      bytes: input(uint(N.times(8))),
      words: input(vec(N, uint(W))),
      signed_list: input(vec(N, sint(W))),
      bits: input(vec(N, bool)),
      star_y: output(uint(W)),
      star_k: output(uint(W)),
      star_o: output(vec(N, bool)),
      assertions_q: output(uint(W)),
      chain_y: output(vec(N, uint(W))),
      below: output(bool),
      fitting: output(bool),
      enough: output(bool),
      some: output(bool),
      table_y: output(uint(W)),
      depth_q: output(uint(W)),
      index_y: output(uint(W)),
      index_all: output(vec(N, uint(W))),
      bytes_q: output(uint(N.times(8))),
      hidden_q: output(vec(N, bool)),
      hidden_z: output(vec(N, bool)),
      cuts_y: output(uint(W)),
      grant: output(uint(N)),
      grant_index: output(uint(indexWidth(N))),
      grant_y: output(uint(W)),
      loop_y: output(vec(N, uint(W))),
      owned_y: output(vec(N, uint(W))),
      skew_y: output(vec(N, uint(W))),
      sum: output(uint(W.plus(clog2(N)))),
      sum_signed: output(sint(W.plus(clog2(N)))),
      all: output(uint(W)),
      any: output(uint(W)),
      parity: output(uint(W)),
      least: output(uint(W)),
      most: output(uint(W)),
      least_signed: output(sint(W)),
      most_signed: output(sint(W)),
      guarded: output(uint(33)),
    }),
  },
  (io, { N, W, PERIOD }, m) => {
    const { first, second, index, d, words } = io;
    m.inst(
      'star',
      AlwaysStarWithoutReads,
      { N, W },
      {
        a: io.number.truncate(3),
        write: first,
        d,
        y: io.star_y,
        k: io.star_k,
        o: io.star_o,
      },
    );
    m.inst('assertions', Assertions, { W }, { enable: second.asUint(), a: d, q: io.assertions_q });
    m.inst('chain', Chain, { N, W }, { x: words, y: io.chain_y });
    m.inst(
      'comparisons',
      ComparisonsAtBounds,
      { DEPTH: N, LEAST: N.minus(1) },
      {
        n: io.number,
        below: io.below,
        fitting: io.fitting,
        enough: io.enough,
        some: io.some,
      },
    );
    m.inst('constants', ConstantTable, { W }, { a: io.choice, y: io.table_y });
    m.inst('depth', DepthOfOne, { DEPTH: N, W }, { write: first, d, q: io.depth_q });
    m.inst('dynamic', DynamicIndex, { N, W }, { write: first, index, words, d, y: io.index_y, all: io.index_all });
    m.inst(
      'byte_enables',
      MemoryByteEnables,
      { LANES: N, DEPTH: N },
      {
        lanes: io.mask,
        address: index,
        d: io.bytes,
        q: io.bytes_q,
      },
    );
    m.inst('hidden', NameHidden, { N }, { a: io.bits, q: io.hidden_q, z: io.hidden_z });
    m.inst('cuts', PipelineCuts, { COLS: N, W, PERIOD }, { x: d, y: io.cuts_y });
    m.inst(
      'prioritised',
      PriorityAndOneHot,
      { N, W },
      {
        request: io.mask,
        data: words,
        grant: io.grant,
        index: io.grant_index,
        y: io.grant_y,
      },
    );
    m.inst('looped', RegisterLoopWithTemporaries, { N, W }, { clear: first, enable: second, x: words, y: io.loop_y });
    m.inst('owned', RegisterOwnedByLoop, { N, W }, { clear: first, enable: second, x: words, y: io.owned_y });
    m.inst('skewed', Skew, { ROWS: N, W, PERIOD }, { advance: second, x: words, y: io.skew_y });
    m.inst(
      'joined',
      Tree,
      { N, W },
      {
        x: words,
        z: io.signed_list,
        sum: io.sum,
        sum_signed: io.sum_signed,
        all: io.all,
        any: io.any,
        parity: io.parity,
        least: io.least,
        most: io.most,
        least_signed: io.least_signed,
        most_signed: io.most_signed,
      },
    );
    m.inst('guard', UntypedParameterGuard, { A_WIDTH: W, B_WIDTH: N, ACC_WIDTH: 64, SIZE: 4 }, { y: io.guarded });
  },
);
