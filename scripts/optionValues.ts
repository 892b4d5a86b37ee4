import { InvalidArgumentError } from 'commander';

/** What several commands read from their options; what is wrong is said as commander says it. */

/** A whole number from `least` to `most`. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    return value;
  };

/** A seed of 32 bits. */
export const seedValue = wholeNumber(0, 2 ** 32 - 1);

/** `NAME=VALUE` among those before it, each name once. */
export function parseSetting(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const match = /^([A-Za-z_]\w*)=(-?\d+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It is written NAME=VALUE, with a whole number.');
  const [, name = '', value = ''] = match;
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`${name} is set twice.`);
  return { ...before, [name]: Number(value) };
}
