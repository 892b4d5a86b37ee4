import type { Configuration } from '../../dsl/configuration.ts';
import { UserError } from '../../scripts/userError.ts';
import { isModule, loadUserFile, pointsOf } from '../../scripts/userFile.ts';
import type { CocotbBlock } from './block.ts';
import { blocks } from './registry.ts';

/** What is to have a bench: a block with a golden model, or a configuration without one. */
export interface BenchSubject {
  readonly name: string;
  readonly configuration: Configuration;
  /** Undefined: vectors are recorded. */
  readonly block: CocotbBlock | undefined;
}

const subjectOfBlock = (block: CocotbBlock): BenchSubject => ({
  name: block.module.name,
  block,
  configuration: {
    name: block.module.name.replaceAll('_', '-'),
    description: `${block.module.name} in a cocotb bench.`,
    module: block.module,
    values: block.values,
  },
});

const isBlock = (value: unknown): value is CocotbBlock =>
  typeof value === 'object' &&
  value !== null &&
  'module' in value &&
  isModule(value.module) &&
  'values' in value &&
  'golden' in value &&
  'vectors' in value &&
  typeof value.vectors === 'function';

/** Blocks with golden models of their own, and all other design points of the file. */
async function subjectsOfFile(from: string): Promise<readonly BenchSubject[]> {
  const exported = await loadUserFile(from, 'configurations` or `benches');
  if (!('benches' in exported)) return (await pointsOf(from, 'configurations')).map(recorded);
  const benches: unknown = exported.benches;
  if (!Array.isArray(benches) || benches.length === 0 || !benches.every(isBlock))
    throw new UserError(
      `The \`benches\` of ${from} are none.`,
      'Export an array of what `cocotbBlock(...)` gives under that name.',
    );
  const others = 'configurations' in exported ? (await pointsOf(from, 'configurations')).map(recorded) : [];
  const own = benches.map(subjectOfBlock);
  return [...own, ...others.filter(({ name }) => own.every(subject => subject.name !== name))];
}

const recorded = (configuration: Configuration): BenchSubject => ({
  name: configuration.name,
  configuration,
  block: undefined,
});

/**
 * The blocks with golden vectors, or what a user's file exports as `benches` and `configurations`, or its modules with their
 * defaults; those that are named, or all.
 *
 * @throws UserError for a name that there is not, or a file that cannot be loaded
 */
export async function benchSubjects(
  from: string | undefined,
  names: readonly string[],
): Promise<readonly BenchSubject[]> {
  const all = from === undefined ? blocks.map(subjectOfBlock) : await subjectsOfFile(from);
  if (names.length === 0) return all;
  return [...new Set(names)].map(name => {
    const found = all.find(subject => subject.name === name);
    if (found !== undefined) return found;
    const there = all.map(subject => subject.name).join(', ');
    throw from === undefined
      ? new UserError(
          `There is no block ${name} with golden vectors.`,
          `The blocks are ${there}.\nOf a block of your own: name its TypeScript file.`,
        )
      : new UserError(`${from} has no configuration ${name}.`, `It has ${there}.`);
  });
}
