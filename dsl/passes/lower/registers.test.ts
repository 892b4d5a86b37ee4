import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../diagnostics/diagnostic.ts';
import { type AnyModule, bool, genFor, genIf, input, int, module, output, uint, vec, zero } from '../../index.ts';
import { emitModule } from '../pipeline.ts';
import { noSource } from './names.ts';

const emit = (described: AnyModule): string => emitModule(described.elaborate(), { source: noSource, prefix: '' }).text;

function refusal(described: AnyModule): string {
  try {
    emit(described);
    return 'nothing';
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ message }) => message).join('\n');
  }
}

const head = {
  params: { N: int(4, { min: 2 }), W: int(4, { min: 1 }) },
  ports: ({ N, W }: { N: Parameters<typeof vec>[0]; W: Parameters<typeof uint>[0] }) => ({
    clear: input(bool),
    x: input(vec(N, uint(8))),
    y: output(vec(N, uint(8))),
    unused_w: input(uint(W)),
  }),
};

describe('registers written by loops', () => {
  it('are a register of each iteration where the loop reaches all of them', () => {
    const text = emit(
      module('owned', head, ({ x, y }, { N }, m) => {
        const { kept } = m.regs({ kept: vec(N, uint(8)) }, { attributes: { keep: 'true' } });
        genFor(N, 'lane', i => kept.at(i).set(x.at(i)));
        y.set(kept);
      }),
    );
    expect(text).toContain('(* keep = "true" *) reg [7:0] kept_element;');
    expect(text).toContain('assign kept[i*8 +: 8] = kept_element;'.replaceAll('[i*', `[${genvarOf(text)}*`));
  });

  it('are one block with a loop where it does not', () => {
    const text = emit(
      module('partly', head, ({ x, y }, { N }, m) => {
        const { kept } = m.regs({ kept: vec(N, uint(8)) });
        genFor(N.minus(1), 'lane', i => kept.at(i).set(x.at(i)));
        y.set(kept);
      }),
    );
    expect(text).toContain('reg [N*8-1:0] kept;');
    expect(text).toMatch(/always @\(posedge clk\) begin : update\n\s+integer i_?\d*;\n\s+for \(/);
    expect(text).not.toContain('generate\n    for');
  });

  it('are refused where the loop reaches some, from what only it knows', () => {
    const described = module('refused', head, ({ x, y }, { N }, m) => {
      const { kept } = m.regs({ kept: vec(N, uint(8)) });
      genFor(N.minus(1), 'lane', i => {
        const { local } = m.wires({ local: uint(8) });
        local.set(x.at(i));
        kept.at(i).set(local);
      });
      y.set(kept);
    });
    expect(refusal(described)).toBe(
      'An assignment to some elements of register `kept` cannot stand inside loop `lane`, which declares `local` that ' +
        'it depends on.',
    );
  });

  it('are refused where a branch of the loop and its surroundings write', () => {
    const described = module('refused_branch', head, ({ x, y }, { N }, m) => {
      const { kept } = m.regs({ kept: vec(N, uint(8)) });
      genFor(N, 'lane', i => genIf(i.eq(0), ['zeroth', () => kept.at(i).set(x.at(i))]));
      kept.set(zero(vec(N, uint(8))));
      y.set(kept);
    });
    expect(refusal(described)).toBe(
      'An assignment to register `kept` cannot stand inside branch `zeroth` while others write it too.',
    );
  });
});

describe('registers written by branches', () => {
  it('are reset in every branch, and keep their value in a case that is left out', () => {
    const text = emit(
      module('branches', head, ({ x, y }, { N }, m) => {
        const { kept, other } = m.regs({ kept: vec(N, uint(8)), other: vec(N, uint(8)) });
        genIf(N.atLeast(3), ['many', () => kept.set(x)], ['few', () => kept.set(zero(vec(N, uint(8))))]);
        genIf(N.atLeast(3), ['more', () => other.set(x)]);
        y.set(other);
        m.unused({ kept }, 'for this test');
      }),
    );
    expect(text.match(/kept <= \{\(N\*8\)\{1'b0\}\};/g)).toHaveLength(3);
    expect(text.match(/if \(rst\)/g)).toHaveLength(4);
    expect(text).toContain('end else begin : idle');
  });
});

function genvarOf(text: string): string {
  return /genvar (\w+)/.exec(text)?.[1] ?? '';
}
