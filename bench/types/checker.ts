import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectRoot } from '../../scripts/bin/bootstrap.mjs';
import { UserError } from '../../scripts/userError.ts';
import { generatedModules } from './generated.ts';

/** What the checker says of its own work. */
export interface CheckerWork {
  readonly instantiations: number;
  readonly types: number;
  readonly checkSeconds: number;
  readonly totalSeconds: number;
}

function figure(report: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(report)?.[1];
  if (found === undefined) throw new Error(`The checker reports no ${name}:\n${report}`);
  return Number(found);
}

/** A project of one generated file, with what is needed to check it. */
export class GeneratedProject {
  readonly #folder: string;
  readonly #count: number;

  private constructor(folder: string, count: number) {
    this.#folder = folder;
    this.#count = count;
  }

  /** Runs `body` on a file of `count` modules in a folder of its own, which is gone afterwards. */
  static async with<R>(count: number, body: (project: GeneratedProject) => Promise<R>): Promise<R> {
    const folder = await mkdtemp(join(tmpdir(), 'scoville-types-'));
    try {
      const configuration = {
        extends: join(projectRoot, 'tsconfig.json'),
        compilerOptions: {
          incremental: true,
          tsBuildInfoFile: join(folder, 'build.tsbuildinfo'),
          typeRoots: [join(projectRoot, 'node_modules', '@types')],
        },
        include: [],
        files: [join(folder, 'modules.ts')],
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      const project = new GeneratedProject(folder, count);
      await project.write(count);
      return await body(project);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Writes the file anew; `last` is its number of modules. */
  async write(last: number): Promise<void> {
    await writeFile(join(this.#folder, 'modules.ts'), generatedModules(last, join(projectRoot, 'dsl/index.ts')));
  }

  /** A keystroke: one more module, which changes the type of nothing before it. */
  async edit(): Promise<void> {
    await this.write(this.#count + 1);
  }

  /**
   * Checks the file.
   *
   * @throws UserError where the checker finds fault with it: then its figures mean nothing
   */
  async check(): Promise<CheckerWork> {
    const run = await execa('tsc', ['-p', this.#folder, '--extendedDiagnostics', '--pretty', 'false'], {
      preferLocal: true,
      localDir: projectRoot,
      reject: false,
    });
    if (run.exitCode !== 0) throw new UserError('The generated modules do not type-check.', run.stdout.slice(0, 1500));
    return {
      instantiations: figure(run.stdout, 'Instantiations'),
      types: figure(run.stdout, 'Types'),
      checkSeconds: figure(run.stdout, 'Check time'),
      totalSeconds: figure(run.stdout, 'Total time'),
    };
  }
}
