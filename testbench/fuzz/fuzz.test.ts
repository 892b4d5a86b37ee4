import { describe, expect, it } from 'vitest';
import { enginesHere, failureText, runCampaign, shrinkFailure } from './campaign.ts';

/** FUZZ_SEED draws others. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);

async function run(shape: 'modules' | 'expressions', count: number): Promise<string> {
  const campaign = { shape, seed: SEED, lint: true, synthesised: 'some' } as const;
  const failures = await runCampaign({ ...campaign, count, jobs: 2 });
  const [first] = failures;
  if (first === undefined) return '';
  const shrunk = await shrinkFailure(campaign, first, 60_000);
  return `${new Set(failures.map(({ index }) => index)).size} of ${count} fail\n${failureText(campaign, first, shrunk)}`;
}

describe(`random modules of seed ${SEED}`, async () => {
  const engines = ['the built-in simulator', ...(await enginesHere())].join(', ');

  it(`compute the same in ${engines}`, async () => {
    expect(await run('modules', 300)).toBe('');
  });

  it(`compute the same expressions in ${engines}`, async () => {
    expect(await run('expressions', 80)).toBe('');
  });
});
