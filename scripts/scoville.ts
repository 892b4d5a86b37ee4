import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { runCommand } from './reportError.ts';

type Register = (program: Command) => void;

/** The subcommands: what `--help` says of each, and where it is. Only the one asked for is loaded. */
const commands: ReadonlyMap<string, { readonly summary: string; readonly load: () => Promise<Register> }> = new Map([
  [
    'generate',
    {
      summary: 'emit Verilog, file lists and manifests for configurations',
      load: async () => (await import('./commands/generate.ts')).registerGenerate,
    },
  ],
  [
    'simulate',
    {
      summary: 'run your operands through emitted Verilog in Verilator, checked against the golden model',
      load: async () => (await import('./commands/simulate.ts')).registerSimulate,
    },
  ],
  [
    'regress',
    {
      summary: 'run random configurations, data and stalls against the golden models',
      load: async () => (await import('./commands/regress.ts')).registerRegress,
    },
  ],
  [
    'formal',
    {
      summary: 'prove the assertions of blocks without bound, and reach their cover statements',
      load: async () => (await import('./commands/formal.ts')).registerFormal,
    },
  ],
  [
    'cocotb',
    {
      summary: 'write a cocotb bench of a block with golden vectors, and run it',
      load: async () => (await import('./commands/cocotb.ts')).registerCocotb,
    },
  ],
  [
    'fuzz',
    {
      summary: 'describe random modules and compare every simulator',
      load: async () => (await import('./commands/fuzz.ts')).registerFuzz,
    },
  ],
  [
    'check',
    {
      summary: 'find JavaScript conditions on hardware values in generator files',
      load: async () => (await import('./commands/check.ts')).registerCheck,
    },
  ],
  [
    'explain',
    {
      summary: 'say what a diagnostic means, with a wrong and a right program',
      load: async () => (await import('./commands/explain.ts')).registerExplain,
    },
  ],
]);

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version":\s*"([^"]*)"/.exec(text)?.[1] ?? 'unknown';
}

/** The name of the subcommand that `argv` asks for, or asks help for. */
function requested(argv: readonly string[]): string | undefined {
  const words = argv.filter(word => !word.startsWith('-'));
  return words[0] === 'help' ? words[1] : words[0];
}

async function program(argv: readonly string[]): Promise<Command> {
  const scoville = new Command('scoville')
    .description('Parameterized Verilog for LLM inference cores, proved against bit-exact golden models.')
    .version(version(), '-V, --version')
    .exitOverride()
    .showHelpAfterError('(see --help)');
  const wanted = requested(argv);
  for (const [name, { summary, load }] of commands) {
    if (name === wanted) (await load())(scoville);
    else scoville.command(name).description(summary);
  }
  return scoville;
}

/** Runs `scoville` with `argv`, the words after its name; returns the exit code. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(
    async () => {
      try {
        await (await program(argv)).parseAsync([...argv], { from: 'user' });
      } catch (error) {
        // Commander has printed its message; asking for help or the version ends the same way, with 0.
        if (error instanceof CommanderError) return error.exitCode;
        throw error;
      }
      return Number(process.exitCode ?? 0);
    },
    argv.includes('--json') ? 'json' : 'text',
  );
}
