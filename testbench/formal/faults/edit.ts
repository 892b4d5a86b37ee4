import type { Problem } from '../problem.ts';

/** A mistake that is planted in the Verilog of a proof: `from` stands once in the file, and `to` takes its place. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The problem with a mistake in it. Lines stay where they are, so that properties are found. */
export const planted =
  ({ file, from, to }: Edit) =>
  (problem: Problem): Problem => {
    const text = problem.files.get(file) ?? '';
    if (text.split(from).length !== 2) throw new Error(`\`${from}\` does not stand in ${file} once`);
    if (from.split('\n').length !== to.split('\n').length) throw new Error('an edit keeps the lines where they are');
    return { ...problem, files: new Map([...problem.files, [file, text.replace(from, () => to)]]) };
  };
