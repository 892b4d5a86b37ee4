import { orderAssertions } from '../blocks/orderMonitor.ts';
import { stableAssertions } from '../blocks/stableMonitor.ts';
import type { Edit } from './edit.ts';

/** A mistake in a part of the matmul engine, the proof that has to find it, and the assertions that may fail first. */
export interface EngineFault extends Edit {
  readonly name: string;
  readonly proof: string;
  readonly fails: readonly string[];
}

const { lost, room, order, invented } = orderAssertions;
const { stays, unchanged } = stableAssertions;
const only = 'only a sum that is not taken holds a vector up';
const twice = 'no element comes twice in a walk';
const before = 'the elements that came are those before the present one';
const within = 'the position lies within the loops';
const lastStep = 'the last inner step is marked';
const middleTiles = 'middle tiles are whole but for the last, which takes the rest';
const outerTiles = 'outer tiles are whole but for the last, which takes the rest';
const answered = 'a command that is refused or done is answered when those before it are';
const notBefore = 'no command is answered before it is done, but for one that is refused';
const inTime = 'the sums of a tile are offered LATENCY cycles after its last beat, without a gap';

export const engineFaults: readonly EngineFault[] = [
  {
    name: 'the walker forgets to begin the middle loop again',
    proof: 'tile-walker-in-tile',
    file: 'tile_walker.v',
    from: "middle <= middle_last ? {WIDTH{1'b0}} : middle + middle_step[WIDTH-1:0];",
    to: 'middle <= middle + middle_step[WIDTH-1:0];',
    fails: [within, middleTiles, before, twice, lastStep, 'first rounds are marked', 'no tile is empty'],
  },
  {
    name: 'the walker leaves an outer tile too early',
    proof: 'tile-walker-in-tile',
    file: 'tile_walker.v',
    from: 'if (middle_last)',
    to: "if (1'b1)",
    fails: [outerTiles, before, within],
  },
  {
    name: 'the last tile is taken for a whole one',
    proof: 'tile-walker-in-tile',
    file: 'tile_walker.v',
    from: 'assign middle_count = middle_last ? middle_rest : middle_step[WIDTH-1:0];',
    to: 'assign middle_count = middle_step[WIDTH-1:0];',
    fails: [middleTiles],
  },
  {
    name: 'the sum is read from the memory before it shows it',
    proof: 'accumulator-3x1x2',
    file: 'accumulator.v',
    from: 'wire forward = summed && sum_address == address;',
    to: "wire forward = 1'b0;",
    fails: [order],
  },
  {
    name: 'a sum is forwarded to every word',
    proof: 'accumulator-3x1x2',
    file: 'accumulator.v',
    from: 'wire forward = summed && sum_address == address;',
    to: 'wire forward = summed;',
    fails: [order],
  },
  {
    name: 'a bubble is added',
    proof: 'accumulator-3x1x2',
    file: 'accumulator.v',
    from: 'leaving <= adding && leave;',
    to: 'leaving <= leave;',
    fails: [invented, order],
  },
  {
    name: 'the pipeline moves on under a sum that waits',
    proof: 'accumulator-3x1x2',
    file: 'accumulator.v',
    from: 'wire move    = !leaving || out_ready;',
    to: "wire move    = 1'b1;",
    fails: [only, stays, unchanged],
  },
  {
    name: 'a reader that is full is passed over',
    proof: 'broadcast-queue-2x1',
    file: 'broadcast_queue.v',
    from: "assign enq_ready = full == {READERS{1'b0}};",
    to: 'assign enq_ready = !full[0];',
    fails: ['a word is accepted whenever every reader has room, and only then'],
  },
  {
    name: 'a reader stays where it is when a word enters',
    proof: 'broadcast-queue-2x1',
    file: 'broadcast_queue.v',
    from: 'if (taken)',
    to: 'if (taken && !enq_fire)',
    fails: [order],
  },
  {
    name: 'a command is answered before it is done',
    proof: 'answer-queue-2',
    file: 'answer_queue.v',
    from: '(head_bits[CODE_WIDTH] ? left_count : kept_count)',
    to: '(left_count | kept_count)',
    fails: [notBefore],
  },
  {
    name: 'a command that is done while another is answered is forgotten',
    proof: 'answer-queue-2',
    file: 'answer_queue.v',
    from: 'else if (left_answered && !left)',
    to: 'else if (left_answered)',
    fails: [answered],
  },
  {
    name: 'a set is overwritten while it is in use',
    proof: 'parameter-sets-2',
    file: 'parameter_bank.v',
    from: 'if (swap)\n          used <= loading;',
    to: 'if (loaded)\n          used <= loading;',
    fails: [order],
  },
  {
    name: 'the last column of a set is not counted',
    proof: 'parameter-sets-2',
    file: 'parameter_sets.v',
    from: '.OUTER_STEP    (COLS)',
    to: '.OUTER_STEP    (COLS + 1)',
    fails: [order, lost, room, invented],
  },
  {
    name: 'a cycle is counted as waiting for both operands',
    proof: 'activity-counters',
    file: 'activity_counters.v',
    from: '!blocked && !no_weights && activation_waits;',
    to: '!blocked && activation_waits;',
    fails: ['no cycle is counted twice', 'a busy cycle is counted, and no other is'],
  },
  {
    name: 'a lane too many stays',
    proof: 'lane-mask-5',
    file: 'lane_mask.v',
    from: 'count} > I[30:0];',
    to: 'count} >= I[30:0];',
    fails: ['a lane below the count stays, and the others are 0'],
  },
  {
    name: 'a tile ends while the one before drains',
    proof: 'output-stationary-2x1',
    file: 'output_stationary.v',
    from: "&& !(finishes && gap != {ROW_WIDTH{1'b0}});",
    to: ';',
    fails: [inTime],
  },
  {
    name: 'only the first row of a tile drains',
    proof: 'output-stationary-2x1',
    file: 'output_stationary.v',
    from: "finish || left != {ROW_WIDTH{1'b0}}};",
    to: 'finish};',
    fails: [inTime],
  },
  {
    name: 'a vector goes by while others are in the lanes',
    proof: 'result-path-1',
    file: 'result_path.v',
    from: 'pass ? !busy && out_ready',
    to: 'pass ? out_ready',
    fails: [
      order,
      'a vector goes by when those before it have left',
      'a vector that goes by leaves with its tag',
      'nothing is offered that did not enter',
    ],
  },
  {
    name: 'the sums of every tile of K leave',
    proof: 'weight-stationary-1x1',
    file: 'weight_stationary.v',
    from: 's_last && s_ends',
    to: 's_ends',
    fails: ['a sum leaves for a vector of the last tile of K'],
  },
];
