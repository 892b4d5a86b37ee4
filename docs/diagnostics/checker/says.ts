import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** A mistake of mistakes.ts, and what the TypeScript checker says to it. */
export interface Saying {
  readonly title: string;
  readonly code: string;
  /** The first line of what it prints, without the place; undefined where it says nothing. */
  readonly firstLine: string | undefined;
}

const folder = import.meta.dirname;
const mark = '// mistake: ';

/** First lines by the line of the file that they are about. */
async function firstLines(): Promise<ReadonlyMap<number, readonly string[]>> {
  const { stdout } = await execa('tsc', ['--noEmit', '--pretty', 'false', '-p', join(folder, 'tsconfig.json')], {
    reject: false,
    preferLocal: true,
    localDir: folder,
    cwd: folder,
  });
  const found = new Map<number, string[]>();
  for (const [, file = '', line = '', text = ''] of stdout.matchAll(/^(\S.*?)\((\d+),\d+\): (error TS\d+: .*)$/gm)) {
    if (!file.endsWith('mistakes.ts')) throw new Error(`The checker finds fault with ${file}: ${text}`);
    found.set(Number(line), [...(found.get(Number(line)) ?? []), text]);
  }
  return found;
}

/** Every mistake with what is said to it; each stands between its comment and the next one. */
export async function sayings(): Promise<readonly Saying[]> {
  const said = await firstLines();
  const lines = (await readFile(join(folder, 'mistakes.ts'), 'utf8')).split('\n');
  const starts = lines.flatMap((line, index) => (line.trim().startsWith(mark) ? [index] : []));
  const end = lines.lastIndexOf('  },');
  return starts.map((start, position) => {
    const next = starts[position + 1] ?? end;
    const own = Array.from({ length: next - start }, (_, offset) => said.get(start + 1 + offset) ?? []).flat();
    if (own.length > 1) throw new Error(`Two things are said to "${lines[start]?.trim()}": ${own.join(' ')}`);
    const code = lines.slice(start + 1, next).map(line => line.slice(4));
    return { title: lines[start]?.trim().slice(mark.length) ?? '', code: code.join('\n'), firstLine: own[0] };
  });
}
