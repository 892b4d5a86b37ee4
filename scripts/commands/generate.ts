import type { Command } from 'commander';
import { UserError } from '../userError.ts';

export function registerGenerate(program: Command): void {
  program
    .command('generate')
    .description('not available yet')
    .action(() => {
      throw new UserError('`generate` is not available yet.');
    });
}
