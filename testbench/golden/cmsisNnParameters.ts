import { z } from 'zod';
import { UserError } from '../../scripts/userError.ts';
import { readInputFile } from '../formats/files.ts';

/** `params.json` of one of CMSIS-NN's unit tests. Keys are asked for without the test's name, their prefix. */
export interface CmsisNnParameters {
  /** @throws UserError when it is missing (and `absent` is not given), not an integer or outside `low` to `high` */
  integer(name: string, range?: { readonly low?: number; readonly high?: number; readonly absent?: number }): number;
  /** A text, or undefined where there is none. */
  text(name: string): string | undefined;
}

/** @throws UserError naming the file, when it cannot be read or is not an object of numbers and texts */
export function readCmsisNnParameters(path: string): CmsisNnParameters {
  const entries = Object.entries(parse(path));
  const find = (name: string) => entries.find(([key]) => key.endsWith(`_${name}`))?.[1];
  return {
    integer: (name, { low = -(2 ** 31), high = 2 ** 31 - 1, absent } = {}) => {
      const value = find(name) ?? absent;
      if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
      const found = value === undefined ? 'is missing' : `is ${value}`;
      throw new UserError(`${path}: …_${name} ${found}; it must be an integer from ${low} to ${high}.`);
    },
    text: name => {
      const value = find(name);
      return typeof value === 'string' ? value : undefined;
    },
  };
}

function parse(path: string): Readonly<Record<string, number | string>> {
  const text = new TextDecoder().decode(readInputFile(path));
  try {
    return z.record(z.string(), z.union([z.number(), z.string()])).parse(JSON.parse(text));
  } catch {
    throw new UserError(`${path} is not a JSON object of numbers and texts.`);
  }
}
