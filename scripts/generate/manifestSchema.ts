/**
 * What stands in `design.json` and `modules.json`. Their JSON schemas, `docs/design.schema.json` and
 * `docs/modules.schema.json`, are made from the types here: `SCOVILLE_UPDATE=1 npx vitest run scripts/generate` writes
 * them anew.
 */
import { z } from 'zod';
import { MANIFEST_FORMAT } from '../../dsl/emit/manifest.ts';
import { jsonSchemaText } from '../jsonSchemaText.ts';

const format = z.literal(MANIFEST_FORMAT).describe('Of this format: it changes where what a reader relies on does.');
const doc = z.string().optional().describe('Its comment; left out where there is none.');
const value = z.union([z.number(), z.string(), z.boolean()]);
const count = z.int().min(0);

const parameter = z.strictObject({
  name: z.string(),
  default: value.describe('In this module; a whole number, but for black boxes.'),
  options: z
    .array(z.union([z.string(), z.boolean()]))
    .optional()
    .describe('What it can be, where it is one of several.'),
  min: z.int().optional(),
  max: z.int().optional(),
  multipleOf: z.int().optional(),
  powerOfTwo: z.boolean().optional(),
  doc,
});

const port = z.strictObject({
  name: z.string(),
  direction: z.enum(['input', 'output']),
  type: z.string().describe('As it is described: `uint(WIDTH)`, `vec(LANES, sint(8))`, `bool`.'),
  width: z.string().describe('Bits, as an expression of the parameters.'),
  bits: z.int().min(1).describe('Bits where the parameters have their defaults.'),
  stream: z
    .strictObject({ name: z.string(), part: z.string() })
    .optional()
    .describe('The stream of which it is `valid`, `ready` or `bits`.'),
  doc,
});

const memory = z.strictObject({
  name: z.string(),
  width: z.string().describe('Bits of a word, as an expression of the parameters.'),
  depth: z.string().describe('Words, as an expression of the parameters.'),
  reads: count.describe('Places in which it is read.'),
  writes: count.describe('Places in which it is written.'),
  init: z.string().optional().describe('The file that it begins with, or `words` where they stand in the Verilog.'),
});

const module = z.strictObject({
  name: z.string(),
  file: z.string().describe('Its Verilog, from the folder of this file; of an external module a stub.'),
  source: z
    .enum(['language', 'black box', 'macro', 'external'])
    .describe('Who wrote its Verilog; an external module is not in the list of files.'),
  parameters: z.array(parameter),
  ports: z.array(port).describe('In the order of the Verilog, clocks and resets first.'),
  memories: z.array(memory),
  instances: z.array(z.strictObject({ name: z.string(), module: z.string() })),
  relations: z.array(z.string()).describe('What must hold between the parameters, as the Verilog checks it.'),
});

const clock = z.strictObject({
  name: z.string(),
  port: z.string(),
  edge: z.enum(['rising', 'falling']),
  reset: z
    .strictObject({
      port: z.string(),
      kind: z.enum(['synchronous', 'asynchronous']),
      active: z.enum(['high', 'low']),
    })
    .optional(),
  enable: z.string().optional().describe('The port of its enable.'),
  period: z.number().optional().describe('Nanoseconds, where the configuration says.'),
});

const crossingEnd = z.strictObject({
  kind: z.enum(['register', 'memory', 'port']),
  path: z.string().describe('Instances parted by `/`; `[*]` stands for every index.'),
  isVector: z.boolean().describe('Whether it has several bits, or words.'),
  clock: z.string().optional().describe('The port of its clock.'),
});

const crossing = z.strictObject({
  kind: z.string(),
  reason: z.string().optional(),
  from: z.array(crossingEnd),
  to: z.array(crossingEnd).describe('The registers that take it over; none where anything of the clock may read it.'),
  clock: z.string().describe('The port of the clock into which it leads.'),
});

export const designSchema = z
  .strictObject({
    format,
    name: z.string(),
    description: z.string(),
    configuration: z.strictObject({ name: z.string(), module: z.string(), values: z.record(z.string(), value) }),
    top: z.string().describe('The name of the top module.'),
    files: z.array(z.string()).describe('Verilog, what is instantiated first: as in `files.f`.'),
    data: z.array(z.string()).describe('Files that memories begin with.'),
    module: module.describe('The top.'),
    library: z.strictObject({
      description: z.string().describe('The file that describes the other modules, from the folder of this file.'),
      modules: z.array(z.string()).describe('Their names, what is instantiated first.'),
    }),
    clocks: z.array(clock).optional().describe('Where there are several, or something crosses.'),
    crossings: z.array(crossing).optional().describe('Everything that crosses between clocks, all of it declared.'),
    hash: z.string().describe('SHA-256 of the configuration and of every file of the design.'),
  })
  .meta({ title: 'A design of Scoville: design.json' });

export const librarySchema = z
  .strictObject({ format, modules: z.array(module).describe('By name, each once.') })
  .meta({ title: 'The modules of a library of Scoville: modules.json' });

/** The schemas' texts by their files in docs/. */
export const manifestSchemas = (): Readonly<Record<string, string>> => ({
  'design.schema.json': jsonSchemaText(z.toJSONSchema(designSchema)),
  'modules.schema.json': jsonSchemaText(z.toJSONSchema(librarySchema)),
});
