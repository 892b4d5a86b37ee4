import { afterEach, describe, expect, it, vi } from 'vitest';
import { DiagnosticError, diagnostic } from '../dsl/diagnostics/diagnostic.ts';
import { describeError, runCommand } from './reportError.ts';
import { UserError } from './userError.ts';

describe('describeError', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('prints the sentence and the remedy of a user error', async () => {
    const error = new UserError('a.npy is empty.', 'Write it again.\nSee docs/numerics.md.');
    expect(await describeError(error)).toBe('error: a.npy is empty.\n  Write it again.\n  See docs/numerics.md.\n');
    expect(await describeError(new UserError('There is no such thing.'))).toBe('error: There is no such thing.\n');
  });

  it('renders diagnostics of the language', async () => {
    const found = diagnostic('unknown-port', { module: 'm', port: 'x', ports: '`a`, `b`' });
    expect(await describeError(new DiagnosticError([found]))).toBe(
      'error[unknown-port]: `m` has no port `x`.\n\n  Its ports are `a`, `b`.\n' +
        '  See docs/diagnostics.md#unknown-port\n\n1 error\n',
    );
  });

  it('passes on what the system refuses', async () => {
    const error = Object.assign(new Error("EACCES: permission denied, mkdir '/out'"), { code: 'EACCES' });
    expect(await describeError(error)).toBe("error: EACCES: permission denied, mkdir '/out'\n");
  });

  it('asks to report anything else, with the stack only on request', async () => {
    const text = await describeError(new TypeError('x is not a function'));
    expect(text).toBe(
      'error: Scoville is at fault: TypeError: x is not a function\n' +
        '  Please report it with the command that shows it; SCOVILLE_DEBUG=1 adds the stack.\n',
    );
    vi.stubEnv('SCOVILLE_DEBUG', '1');
    expect(await describeError(new TypeError('x is not a function'))).toContain('reportError.test.ts:');
  });
});

describe('runCommand', () => {
  it('returns the exit code of the command, and 1 when it throws', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await runCommand(async () => 3)).toBe(3);
    expect(await runCommand(() => Promise.reject(new UserError('No.')))).toBe(1);
    expect(write.mock.calls).toEqual([['error: No.\n']]);
    write.mockRestore();
  });
});
