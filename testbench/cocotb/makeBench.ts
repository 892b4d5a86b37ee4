import { bind } from '../../dsl/bind/bind.ts';
import type { Diagnostic } from '../../dsl/diagnostics/diagnostic.ts';
import { dataFiles } from '../../dsl/emit/dataFiles.ts';
import { fileOf } from '../../dsl/emit/design.ts';
import { encodeValues } from '../../dsl/structural.ts';
import { generateDesigns } from '../../scripts/generate/designs.ts';
import { UserError } from '../../scripts/userError.ts';
import { random } from '../random.ts';
import type { Bench } from './bench.ts';
import type { CocotbBlock } from './block.ts';
import { checkVectors } from './checkVectors.ts';
import { describeInterface } from './describeInterface.ts';
import { pythonName } from './pythonNames.ts';
import { record } from './record.ts';
import type { RecordedModule } from './recordedModule.ts';
import type { BenchSubject } from './subjects.ts';
import type { Vectors } from './vectors.ts';

function vectorsOf(
  block: CocotbBlock | undefined,
  recorded: RecordedModule,
): { readonly vectors: Vectors; readonly origin: string } {
  if (block === undefined) return record(recorded);
  const { values, seed, module } = recorded;
  try {
    return { vectors: block.vectors(values, random(seed)), origin: `from the golden model, ${block.golden}.` };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UserError(`The golden model of ${module.name} gives no vectors: ${error.message}`);
  }
}

/**
 * A bench of a module, its parameters given values.
 *
 * @param command the words after `npm run cocotb --` that make it
 * @param before what was found wrong in the sources before, to be reported together with what is wrong in the module
 * @throws DiagnosticError for what is wrong in the module or its values, UserError where no bench can be made of it
 */
export async function makeBench(
  subject: BenchSubject,
  seed: number,
  command: string,
  before: readonly Diagnostic[] = [],
): Promise<{ readonly bench: Bench; readonly warnings: readonly Diagnostic[] }> {
  const { configuration } = subject;
  const { module } = configuration;
  let warnings: readonly Diagnostic[] = [];
  const [design] = await generateDesigns(
    // The bench drives the module itself: the top around it only says which values it is for.
    [{ ...configuration, name: `${configuration.name}-bench` }],
    { prefix: '' },
    {
      before,
      warnings: found => {
        warnings = found;
      },
    },
  );
  const top = design?.library.at(-1);
  if (design === undefined || top === undefined) throw new Error(`${module.name} came out without a module`);
  const missing = design.library.find(({ source }) => source === 'external');
  if (missing !== undefined)
    throw new UserError(
      `${module.name} cannot be simulated: there is no Verilog of ${missing.verilog.name}, which it instantiates.`,
      'Give the black box its Verilog.',
    );
  const given = encodeValues(module.name, module.params, configuration.values);
  const values = Object.fromEntries(
    Object.entries(module.params).map(([name, spec]) => [name, given[name] ?? spec.default]),
  );
  const { vectors, origin } = vectorsOf(subject.block, { module: top.module, values, seed });
  const streams = vectors.kind === 'streams' ? vectors : undefined;
  const described = describeInterface(bind(top.module, values), top, {
    flat: streams === undefined,
    ...(streams?.strobes === undefined ? {} : { strobes: streams.strobes }),
  });
  checkVectors(module.name, vectors, described);
  return {
    warnings,
    bench: {
      name: pythonName(module.name),
      command,
      top,
      interface: described,
      vectors,
      origin,
      seed,
      sources: new Map(design.library.map(emitted => [fileOf(emitted), emitted.text])),
      data: dataFiles(design.library.map(emitted => emitted.module)),
    },
  };
}
