/**
 * `npx verilator-run ARGUMENTS...`: runs Verilator with these arguments, wherever it is, fetching it first if need be.
 * `npx verilator-run --doctor` reports what is there and what is missing.
 */
import { execa } from 'execa';
import { UserError } from './userError.ts';
import { examine, renderFindings } from './verilator/doctor.ts';
import { findVerilator } from './verilator/find.ts';
import { withCure } from './verilator/versions.ts';

const help = `Usage: verilator-run [--doctor | arguments of Verilator...]

Runs Verilator with these arguments, wherever it is: VERILATOR_ROOT, the PATH, the
cache; where there is none it is fetched, without root, if the machine allows.

  --doctor  say what was found of Verilator, Icarus, Yosys and the other tools, and
            what installs those that are missing
  --help    this
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    process.stdout.write(help);
    return 0;
  }
  if (args.includes('--doctor')) {
    if (args.length > 1) throw new UserError('--doctor takes no further arguments.');
    const findings = await examine();
    process.stdout.write(`${renderFindings(findings)}\n`);
    return findings.every(({ what, found }) => found || (what !== 'Verilator' && what !== 'C++ compiler')) ? 0 : 1;
  }
  const { binary, root, extraFlags } = await findVerilator();
  const run = await execa(binary, withCure(args, extraFlags), {
    reject: false,
    stdio: 'inherit',
    env: { VERILATOR_ROOT: root },
  });
  if (run.exitCode === undefined) process.stderr.write(`verilator-run: ${run.shortMessage}\n`);
  return run.exitCode ?? 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(
    `error: ${error.message}\n${error.remedy === '' ? '' : `${error.remedy.replace(/^/gm, '  ')}\n`}`,
  );
  process.exitCode = 1;
}
