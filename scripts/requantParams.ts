/**
 * The file that says how a product is requantised, `--requant params.json`. Its JSON schema, `docs/requant.schema.json`,
 * is made from the type here: `SCOVILLE_UPDATE=1 npx vitest run scripts/requantParams.test.ts` writes it anew.
 */
import { z } from 'zod';
import { readInputFile } from '../testbench/formats/files.ts';
import type { Requantisation } from '../testbench/golden/requantise.ts';
import { jsonSchemaText } from './jsonSchemaText.ts';
import { UserError } from './userError.ts';

const whole = z.int({ error: 'must be a whole number' });

const integer = (low: number, high: number) => {
  const error = `must be an integer from ${low} to ${high}`;
  return z.int({ error }).min(low, { error }).max(high, { error });
};

/** A JSON number that float32 can stand for: neither beyond its range nor, other than 0, so small that it becomes 0. */
const float32 = z
  .number({ error: 'must be a finite number' })
  .refine(value => Number.isFinite(Math.fround(value)) && (value === 0 || Math.fround(value) !== 0), {
    error: 'must be a number in the range of float32',
  });

/** One value for all columns, or one a column. */
const perColumn = <Element extends z.ZodType>(element: Element, what: string) => {
  const error = `must be ${what}, or a list of one a column`;
  return z.union([element, z.array(element).min(1, { error })], { error });
};

/** What all modes have in common. */
const common = {
  $schema: z.string({ error: 'must be text' }).optional().describe('Where this schema is, for editors. Not read.'),
  unsigned: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe(
      'Whether outputs are unsigned: `offset`, `low` and `high` are 0 to 255 then, where an output has 8 bits.',
    ),
  offset: whole.optional().describe("The output's zero point, added before the clamp: 0 where it is not stated."),
  low: whole.optional().describe('The smallest output, at most `high`: that of its type where it is not stated.'),
  high: whole.optional().describe('The largest output: that of its type where it is not stated.'),
  relu: z
    .boolean({ error: 'must be true or false' })
    .default(false)
    .describe('Whether outputs below `offset`, which stand for negative numbers, become `offset`.'),
};

const fixedPoint = z
  .strictObject({
    ...common,
    mode: z
      .literal(['single', 'double'])
      .describe(
        'Multiplier and shift as in TensorFlow Lite: `double` rounds twice, its default; `single` once, as with TFLITE_SINGLE_ROUNDING.',
      ),
    multiplier: perColumn(integer(0, 2 ** 31 - 1), 'an integer from 0 to 2147483647').describe(
      'q, read as the fraction q / 2^31: one for all columns, or one a column.',
    ),
    shift: perColumn(integer(-31, 30), 'an integer from -31 to 30').describe(
      'e: the accumulator is scaled by q / 2^31 times 2^e. Positive shifts left. One for all columns, or one a column.',
    ),
  })
  .describe('A multiplier in fixed point and a shift.');

const float = z
  .strictObject({
    ...common,
    mode: z.literal('float').describe('A float32 scale; products and results are rounded to nearest, ties to even.'),
    scale: perColumn(float32, 'a finite number').describe(
      'The real factor of the accumulator, taken as the nearest float32: one for all columns, or one a column.',
    ),
  })
  .describe('A scale in float32.');

/** Fields are documented in `docs/requant.schema.json`, their arithmetic in docs/numerics.md, "Requantisation". */
const requantParams = z.discriminatedUnion('mode', [fixedPoint, float], {
  error: issue => (issue.code === 'invalid_union' ? 'must be "single", "double" or "float"' : 'must be a JSON object'),
});

/** As the file holds it, defaults filled in. */
export type RequantParams = z.output<typeof requantParams>;

/** The text of `docs/requant.schema.json`. */
export function requantSchema(): string {
  return jsonSchemaText({ title: 'Requantisation parameters', ...z.toJSONSchema(requantParams, { io: 'input' }) });
}

/** What the file says, as the engine is told: outputs are signed. */
export interface ReadRequantisation {
  readonly requantisation: Requantisation;
  /** What is added to an output to make it what the file means: 2^(width − 1) where it is unsigned, 0 otherwise. */
  readonly shift: number;
}

/**
 * Reads the parameters of a product of n columns, whose outputs have `width` bits.
 *
 * @throws UserError naming the file and every field that is wrong, with the value that it has
 */
export function readRequantParams(path: string, n: number, width = 8): ReadRequantisation {
  const given = parseJson(path);
  const result = requantParams.safeParse(given);
  if (!result.success)
    throw refusal(
      path,
      result.error.issues.flatMap(issue => describe(issue, given)),
    );
  const problems: string[] = [];
  const values = (name: string, value: number | readonly number[]): readonly number[] => {
    const list = typeof value === 'number' ? [value] : value;
    if (list.length !== 1 && list.length !== n) {
      problems.push(`${name} has ${list.length} values, but the product has ${n} columns`);
    }
    return list;
  };
  const { unsigned, offset, low, high, relu, ...scaling } = result.data;
  const shift = unsigned ? 2 ** (width - 1) : 0;
  const [least, most] = [-(2 ** (width - 1)) + shift, 2 ** (width - 1) - 1 + shift];
  const clamp = { offset: offset ?? 0, low: low ?? least, high: high ?? most };
  for (const [name, value] of Object.entries(clamp)) {
    if (value < least || value > most) {
      const type = `${unsigned ? 'unsigned' : 'signed'} outputs of ${width} bits`;
      problems.push(`${name} is ${value}, but ${type} are ${least} to ${most}`);
    }
  }
  if (clamp.low > clamp.high) problems.push(`low, ${clamp.low}, is above high, ${clamp.high}`);
  const range = { offset: clamp.offset - shift, low: clamp.low - shift, high: clamp.high - shift, relu };
  const requantisation: Requantisation =
    scaling.mode === 'float'
      ? { mode: 'float', scale: Float32Array.from(values('scale', scaling.scale)), ...range }
      : {
          mode: scaling.mode,
          multiplier: Int32Array.from(values('multiplier', scaling.multiplier)),
          shift: Int8Array.from(values('shift', scaling.shift)),
          ...range,
        };
  if (problems.length > 0) throw refusal(path, problems);
  return { requantisation, shift };
}

function parseJson(path: string): unknown {
  const text = new TextDecoder().decode(readInputFile(path));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${error instanceof Error ? error.message : error}.`, REMEDY);
  }
}

const REMEDY = 'docs/requant.schema.json describes every field.';

function refusal(path: string, problems: readonly string[]): UserError {
  return new UserError(`${path}: ${problems.join('; ')}.`, REMEDY);
}

type Issue = z.core.$ZodIssue;

/** What is wrong, as `shift[2] must be an integer from -31 to 30, but it is 40`. */
function describe(issue: Issue, given: unknown): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(key => `there is no field ${key}`);
  const value = at(given, issue.path);
  // Of a list, the elements that are wrong are named.
  const inList = issue.code === 'invalid_union' && Array.isArray(value) ? issue.errors.at(-1) : undefined;
  if (inList) return inList.flatMap(inner => describe({ ...inner, path: [...issue.path, ...inner.path] }, given));
  const field = issue.path.map(key => (typeof key === 'number' ? `[${key}]` : String(key))).join('');
  const found = value === undefined ? 'it is missing' : `it is ${textOf(value)}`;
  return [`${field || 'the file'} ${issue.message}, but ${found}`];
}

function at(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    given,
  );
}

/** A number that JSON has no word for, such as what 1e999 is read as, by its own name. */
function textOf(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
