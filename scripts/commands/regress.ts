import type { Command } from 'commander';
import { UserError } from '../userError.ts';

export function registerRegress(program: Command): void {
  program
    .command('regress')
    .description('not available yet')
    .action(() => {
      throw new UserError('`regress` is not available yet.');
    });
}
