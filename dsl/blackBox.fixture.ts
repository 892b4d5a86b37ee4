import { type AnyModule, blackBox, DiagnosticError, input, module, output, uint } from './index.ts';
import { rendered } from './passes/check/rendered.fixture.ts';

export const inverterPorts = () => ({ a: input(uint(4)), q: output(uint(4)) });

/** A module around a box with `a` and `q`. */
export const around = (box: ReturnType<typeof inverter>): AnyModule =>
  module('around', { params: {}, ports: inverterPorts }, ({ a, q }, _, m) => m.inst('box', box, {}, { a, q }));

export const inverter = (
  options: Parameters<typeof blackBox<Record<never, never>, ReturnType<typeof inverterPorts>>>[2] = {},
) => blackBox('inverter', { params: {}, ports: inverterPorts }, options);

/** What is reported, rendered; `nothing` where nothing is. */
export const thrown = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (error instanceof DiagnosticError) return rendered(error.diagnostics);
    throw error;
  }
  return 'nothing';
};
