import { describe, expect, it } from 'vitest';
import { interfaceDifferences, verilogInterface, verilogModules } from './verilogInterface.ts';

describe('the header of a Verilog module', () => {
  it('is read in either style, through comments and attributes', () => {
    const ansi = `
      /* module fake (input x); */
      (* keep = "yes, all" *) module part #(parameter integer W = (2+1), parameter [7:0] K = 8'h10, D = 4) (
        input wire clk, rst, // output nothing
        input wire signed [W-1:0] a,
        output reg [W-1:0] q = {W{1'b0}}, r
      );
      endmodule`;
    expect(verilogInterface(ansi, 'part')).toEqual({
      parameters: ['W', 'K', 'D'],
      ports: [
        { name: 'clk', direction: 'input' },
        { name: 'rst', direction: 'input' },
        { name: 'a', direction: 'input' },
        { name: 'q', direction: 'output' },
        { name: 'r', direction: 'output' },
      ],
    });
    const old =
      'module part (a, q, io); parameter W = 4, K = 2; input [W-1:0] a; output q; inout io; endmodule module b; endmodule';
    expect(verilogInterface(old, 'part')).toEqual({
      parameters: ['W', 'K'],
      ports: [
        { name: 'a', direction: 'input' },
        { name: 'q', direction: 'output' },
        { name: 'io', direction: 'inout' },
      ],
    });
    expect(verilogModules(old)).toEqual(['part', 'b']);
    expect(verilogInterface(old, 'b')).toEqual({ parameters: [], ports: [] });
    expect(verilogInterface('module open (input a', 'open')).toBeUndefined();
  });

  it('is compared with what is needed', () => {
    const needed = { parameters: ['W'], ports: [{ name: 'a', direction: 'input' as const }] };
    expect(interfaceDifferences('module part #(parameter W = 1) (input a); endmodule', 'part', needed)).toEqual([]);
    expect(interfaceDifferences('', 'part', needed)).toEqual(['has no module of that name']);
  });
});
