import type { Command } from 'commander';
import { UserError } from '../userError.ts';

export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description('not available yet')
    .action(() => {
      throw new UserError('`simulate` is not available yet.');
    });
}
