import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import Handlebars from 'handlebars';
import { byteCount } from '../streams/bits.ts';
import { SimulationCrashError } from '../streams/simulationErrors.ts';
import type { IcarusModel } from './model.ts';

/** Icarus refuses the design or its test bench. */
class IcarusError extends Error {
  constructor(top: string, text: string) {
    super(`Icarus refuses ${top}:\n${text.split('\n').slice(0, 20).join('\n')}`);
    this.name = 'IcarusError';
  }
}

const templates = new Map<string, Promise<HandlebarsTemplateDelegate>>();

function template(name: string): Promise<HandlebarsTemplateDelegate> {
  const path = fileURLToPath(new URL(`templates/${name}.v.hbs`, import.meta.url));
  const known =
    templates.get(name) ??
    readFile(path, 'utf8').then(text => Handlebars.compile(text, { noEscape: true, strict: true }));
  templates.set(name, known);
  return known;
}

/** A path as it stands in a Verilog string. */
export const verilogPath = (path: string): string => resolve(path).replace(/["\\]/g, '\\$&');

/** Values of `width` bits (see streams/bits.ts) as a file for $readmemh. */
export function memoryText(bytes: Uint8Array, width: number): string {
  const stride = byteCount(width);
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += stride) {
    lines.push(Buffer.from(bytes.slice(at, at + stride).reverse()).toString('hex'));
  }
  return `${lines.join('\n')}\n`;
}

export interface BitsRead {
  /** The value, unknown bits read as 0. */
  readonly value: Uint8Array;
  /** A 1 for every bit that is X or Z. */
  readonly unknown: Uint8Array;
  readonly hasUnknown: boolean;
}

/** Bits as `%b` prints them, highest first. */
export function parseBits(text: string): BitsRead {
  const value = new Uint8Array(byteCount(text.length));
  const unknown = new Uint8Array(value.length);
  let hasUnknown = false;
  for (let bit = 0; bit < text.length; bit++) {
    const digit = text[text.length - 1 - bit];
    const byte = bit >> 3;
    if (digit === '1') value[byte] = (value[byte] ?? 0) | (1 << (bit & 7));
    else if (digit !== '0') {
      unknown[byte] = (unknown[byte] ?? 0) | (1 << (bit & 7));
      hasUnknown = true;
    }
  }
  return { value, unknown, hasUnknown };
}

/** A simulation that ends by no rule of the test bench is killed after this time. */
const TIMEOUT_MILLISECONDS = 300_000;

/**
 * Writes the test bench into `folder`, compiles it with the design and runs it.
 *
 * @returns the log's lines and what the design printed
 */
export async function execute(
  model: IcarusModel,
  templateName: 'streams' | 'vectors',
  context: Readonly<Record<string, unknown>>,
  folder: string,
  waves: string | undefined,
): Promise<{ log: readonly string[]; messages: readonly string[] }> {
  const logPath = join(folder, 'log');
  const render = await template(templateName);
  const bench = render({
    ...context,
    top: model.top,
    parameters: model.parameters.map(([name, literal]) => ({ name, literal })),
    logPath: verilogPath(logPath),
    wavesPath: waves === undefined ? '' : verilogPath(waves),
  });
  await writeFile(join(folder, 'testbench.v'), bench);
  const compiled = join(folder, 'design.vvp');
  const args = ['-g2005', '-s', 'scoville_testbench', '-o', compiled, ...model.files, join(folder, 'testbench.v')];
  const compilation = await execa('iverilog', args, { reject: false, all: true });
  if (compilation.exitCode !== 0) throw new IcarusError(model.top, compilation.all || 'it said nothing');
  const format = waves?.endsWith('.fst') ? ['-fst'] : [];
  const run = await execa('vvp', ['-n', compiled, ...format], { reject: false, timeout: TIMEOUT_MILLISECONDS });
  if (run.timedOut || run.signal !== undefined) {
    const how = run.timedOut
      ? `Icarus did not end within ${TIMEOUT_MILLISECONDS / 1000} s`
      : `Icarus died of ${run.signal}`;
    throw new SimulationCrashError(`${model.top}: ${how}`);
  }
  const log = await readFile(logPath, 'utf8').catch(() => '');
  const notOurs = (line: string): boolean => line !== '' && !/^(VCD|FST) info:/.test(line);
  return { log: log.split('\n').filter(line => line !== ''), messages: run.stdout.split('\n').filter(notOurs) };
}
