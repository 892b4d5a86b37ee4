import { expect, it } from 'vitest';
import type { Configuration } from '../../dsl/configuration.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../dsl/diagnostics/diagnostic.ts';
import { type AnyModule, bool, input, int, module, output, uint } from '../../dsl/index.ts';
import { generateDesigns } from './designs.ts';

const ports = () => ({ a: input(uint(8)), q: output(uint(8)) });
const configured = (described: AnyModule, values: Configuration['values'] = {}): Configuration => ({
  name: `the-${described.name.replaceAll('_', '-')}`,
  description: 'A design.',
  module: described,
  values,
});

const Narrow = module('narrow', { params: {}, ports }, ({ a, q }) => {
  // @ts-expect-error 4 bits into 8
  q.set(a.truncate(4));
});
const Inside = module('inside', { params: {}, ports }, ({ a, q }, _, m) => {
  m.inst('narrow', Narrow, {}, { a, q });
});
const Idle = module('idle', { params: {}, ports }, () => {});
const Ranged = module('ranged', { params: { N: int(4, { max: 8 }) }, ports }, ({ a, q }) => q.set(a));
const Wasteful = module('wasteful', { params: {}, ports }, ({ a, q }, _, m) => {
  m.regs({ lost: bool });
  q.set(a);
});

async function reported(
  configurations: readonly Configuration[],
  before: readonly Diagnostic[] = [],
): Promise<string[]> {
  try {
    await generateDesigns(configurations, { prefix: '' }, { before });
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code }) => code);
  }
}

it('tells of what is wrong in all configurations, describable or not, and of what was found before', async () => {
  const all = [configured(Inside), configured(Idle), configured(Ranged, { N: 9 }), configured(Wasteful)];
  const before = diagnostic('host-condition', { expression: 'a', kind: 'b', consequence: 'c', suggestion: 'd' });
  expect(await reported(all, [before])).toEqual([
    'host-condition',
    'width-mismatch',
    'parameter-out-of-range',
    'undriven',
    'never-read',
  ]);
});

it('hands warnings on where there are no errors', async () => {
  const heard: string[] = [];
  const designs = await generateDesigns(
    [configured(Wasteful)],
    { prefix: '' },
    {
      warnings: found => heard.push(...found.map(({ message }) => message)),
    },
  );
  expect(designs).toHaveLength(1);
  expect(heard).toEqual(['Register `lost` is never read.']);
});
