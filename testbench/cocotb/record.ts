import type { BoundDesign } from '../../dsl/bind/design.ts';
import { UserError } from '../../scripts/userError.ts';
import { recordCycles } from './recordCycles.ts';
import { type RecordedModule, simulatorOf } from './recordedModule.ts';
import { recordStreams } from './recordStreams.ts';
import type { Vectors } from './vectors.ts';

/** Vectors of a block for which there is no golden model, and what they are worth. */
export interface Recorded {
  readonly vectors: Vectors;
  readonly origin: string;
}

const warning = 'This is what the block does, not what it should do: it stays as it is until somebody says otherwise.';

/** Whether a block has streams and nothing else, so that its elements alone may say what it does. */
function hasOnlyStreams({ ports }: BoundDesign): boolean {
  const own = ports.filter(({ declaration }) => declaration.clockPort === undefined);
  const directions = new Set(
    own.map(({ direction, declaration }) => declaration.stream?.part === 'valid' && direction),
  );
  return (
    own.every(({ declaration }) => declaration.stream !== undefined) &&
    directions.has('input') &&
    directions.has('output')
  );
}

/**
 * Vectors recorded from the built-in simulator under random stimulus: elements of streams where these do not depend on
 * stalls, else the ports of every cycle.
 *
 * @throws UserError for a block of which nothing can be recorded, DiagnosticError for what is wrong in its description
 */
export function record(recorded: RecordedModule): Recorded {
  const { module } = recorded;
  const { design } = simulatorOf(recorded);
  if (hasOnlyStreams(design)) {
    const vectors = recordStreams(recorded);
    if (vectors !== undefined)
      return {
        vectors,
        origin:
          'recorded from the built-in simulator: elements under random stalls, which made no difference to them. ' +
          warning,
      };
  }
  if (design.clocks.length > 1)
    throw new UserError(
      `No vectors can be recorded of ${module.name}: its state changes at ${design.clocks.length} different edges of clocks, and what it does depends on when they come.`,
      'A bench of several needs a block that has streams only, whose elements do not depend on stalls.',
    );
  return {
    vectors: recordCycles(recorded),
    origin: `recorded from the built-in simulator: the ports of every cycle, under random inputs. ${warning}`,
  };
}
