import { expect, test } from 'vitest';
import { type Simulator, simulate } from '../../../dsl/index.ts';
import { AxiLiteRegisters } from './registersOnAxi.ts';

const OKAY = 0;
const SLVERR = 2;

/** Address and data together, the answer taken one cycle later; gives the response. */
function write(registers: Simulator, address: number, data: number, strobes: number): unknown {
  registers.poke('s_axi_awvalid', true);
  registers.poke('s_axi_awaddr', address);
  registers.poke('s_axi_wvalid', true);
  registers.poke('s_axi_wdata', data);
  registers.poke('s_axi_wstrb', strobes);
  expect(registers.peek('s_axi_awready')).toBe(1);
  expect(registers.peek('s_axi_wready')).toBe(1);
  registers.step();
  registers.poke('s_axi_awvalid', false);
  registers.poke('s_axi_wvalid', false);
  registers.poke('s_axi_bready', true);
  expect(registers.peek('s_axi_bvalid')).toBe(1);
  const response = registers.peek('s_axi_bresp');
  registers.step();
  expect(registers.peek('s_axi_bvalid')).toBe(0);
  return response;
}

/** The word and the response, one cycle behind the address. */
function read(registers: Simulator, address: number): unknown[] {
  registers.poke('s_axi_arvalid', true);
  registers.poke('s_axi_araddr', address);
  expect(registers.peek('s_axi_arready')).toBe(1);
  registers.step();
  registers.poke('s_axi_arvalid', false);
  registers.poke('s_axi_rready', true);
  expect(registers.peek('s_axi_rvalid')).toBe(1);
  const word = [registers.peek('s_axi_rdata'), registers.peek('s_axi_rresp')];
  registers.step();
  return word;
}

test('words are written by byte lanes, and read back', () => {
  const registers = simulate(AxiLiteRegisters, { REGS: 4 });
  expect(write(registers, 0x8, 0x1122_3344, 0b1111)).toBe(OKAY);
  expect(write(registers, 0x8, 0xaabb_ccdd, 0b0101)).toBe(OKAY);
  expect(read(registers, 0x8)).toEqual([0x11bb_33dd, OKAY]);
  expect(registers.peek('words')).toEqual([0, 0, 0x11bb_33dd, 0]);
});

test('word 0 shows the status and is not written; beyond the last word there is none', () => {
  const registers = simulate(AxiLiteRegisters, { REGS: 4 });
  registers.poke('status', 0xcafe_f00d);
  expect(read(registers, 0)).toEqual([0xcafe_f00d, OKAY]);
  expect(write(registers, 0, 1, 0b1111)).toBe(SLVERR);
  expect(write(registers, 0x14, 1, 0b1111)).toBe(SLVERR);
  expect(read(registers, 0x14)).toEqual([0, SLVERR]);
  expect(registers.peek('words')).toEqual([0, 0, 0, 0]);
});

test('a response that is not taken stays, and lets nothing in behind it', () => {
  const registers = simulate(AxiLiteRegisters, { REGS: 4 });
  registers.poke('s_axi_awvalid', true);
  registers.poke('s_axi_awaddr', 4);
  registers.poke('s_axi_wvalid', true);
  registers.poke('s_axi_wstrb', 0b1111);
  registers.step();
  for (let cycle = 0; cycle < 3; cycle++) {
    expect([registers.peek('s_axi_bvalid'), registers.peek('s_axi_awready')]).toEqual([1, 0]);
    registers.step();
  }
  registers.poke('s_axi_bready', true);
  expect(registers.peek('s_axi_awready')).toBe(1);
});
