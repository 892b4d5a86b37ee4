import { writeFileSync } from 'node:fs';
import { DefaultReporter, type TestCase, type TestModule, type TestSuite } from 'vitest/node';
import { type Progress, startProgress } from '../progress.ts';
import type { Skip, Tally } from './tally.ts';

/**
 * vitest's own report, which also leaves what came of every test, and why those that did not run did not, in
 * `tallyFile` as JSON.
 */
class TallyReporter extends DefaultReporter {
  readonly #tallyFile: string;
  // On a terminal vitest shows its own progress; a log would be silent while one long file runs.
  #progress: Progress | undefined;
  #files = 0;
  #filesDone = 0;

  constructor({ tallyFile }: { readonly tallyFile: string }) {
    super();
    this.#tallyFile = tallyFile;
  }

  override onTestRunStart(...[specifications]: Parameters<DefaultReporter['onTestRunStart']>): void {
    super.onTestRunStart(specifications);
    this.#files = specifications.length;
    if (process.stdout.isTTY !== true) this.#progress = startProgress('Testing', process.stdout);
    this.#progress?.update(`${this.#filesDone} of ${this.#files} files`);
  }

  override onTestModuleEnd(module: TestModule): void {
    super.onTestModuleEnd(module);
    this.#filesDone++;
    this.#progress?.update(`${this.#filesDone} of ${this.#files} files`);
  }

  override onTestRunEnd(...[modules, unhandled, reason]: Parameters<DefaultReporter['onTestRunEnd']>): void {
    this.#progress?.done();
    super.onTestRunEnd(modules, unhandled, reason);
    writeFileSync(this.#tallyFile, JSON.stringify(tallyOf(modules, unhandled)));
  }
}

const nameOf = (entity: TestCase | TestSuite): string => `${entity.module.relativeModuleId} > ${entity.fullName}`;

function reasonFor(test: TestCase, note: string | undefined): string {
  if (note !== undefined && note !== '') return note;
  for (let parent: TestCase['parent'] = test.parent; parent.type === 'suite'; parent = parent.parent) {
    if (parent.errors().length > 0) return `"${parent.name}" failed before its tests`;
  }
  if (test.module.errors().length > 0) return 'its file failed before its tests';
  return test.options.mode === 'todo' ? 'yet to be written' : 'no reason is stated';
}

function tallyOf(modules: readonly TestModule[], unhandled: readonly { readonly message?: string }[]): Tally {
  let passed = 0;
  const failed: string[] = [];
  const skipped: Skip[] = [];
  for (const module of modules) {
    if (module.errors().length > 0) failed.push(`${module.relativeModuleId} (the file itself)`);
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) failed.push(`${nameOf(suite)} (before or after its tests)`);
    }
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed++;
      else if (result.state === 'skipped') skipped.push({ name: nameOf(test), reason: reasonFor(test, result.note) });
      else failed.push(result.state === 'pending' ? `${nameOf(test)} (did not end)` : nameOf(test));
    }
  }
  for (const { message } of unhandled) failed.push(`outside any test: ${(message ?? 'unknown error').split('\n')[0]}`);
  return { passed, failed, skipped };
}

// biome-ignore lint/style/noDefaultExport: vitest takes a reporter that is given by its path from the default export
export default TallyReporter;
