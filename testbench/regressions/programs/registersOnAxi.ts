import {
  bool,
  clock,
  clog2,
  constant,
  genFor,
  input,
  int,
  module,
  mux,
  output,
  pack,
  uint,
  unpack,
  vec,
  when,
} from '../../../dsl/index.ts';

/**
 * Register file behind AXI4-Lite: REGS words of 32 bits, written by byte lanes, one transfer at a time each way.
 * Word 0 is read-only and shows `status`.
 */
export const AxiLiteRegisters = module(
  'axi_lite_registers',
  {
    params: {
      /** Words of 32 bits. */
      REGS: int(8, { min: 2, powerOfTwo: true }),
      /** Bits of an address, in bytes. */
      ADDR_WIDTH: int(12, { min: 4 }),
    },
    where: ({ REGS, ADDR_WIDTH }) => [ADDR_WIDTH.greaterThan(clog2(REGS).plus(2))],
    clocks: { clk: clock() },
    ports: ({ REGS, ADDR_WIDTH }) => ({
      s_axi_awaddr: input(uint(ADDR_WIDTH)),
      s_axi_awprot: input(uint(3)),
      s_axi_awvalid: input(bool),
      s_axi_awready: output(bool),
      s_axi_wdata: input(uint(32)),
      s_axi_wstrb: input(uint(4)),
      s_axi_wvalid: input(bool),
      s_axi_wready: output(bool),
      s_axi_bresp: output(uint(2)),
      s_axi_bvalid: output(bool),
      s_axi_bready: input(bool),
      s_axi_araddr: input(uint(ADDR_WIDTH)),
      s_axi_arprot: input(uint(3)),
      s_axi_arvalid: input(bool),
      s_axi_arready: output(bool),
      s_axi_rdata: output(uint(32)),
      s_axi_rresp: output(uint(2)),
      s_axi_rvalid: output(bool),
      s_axi_rready: input(bool),
      /** Shown as word 0. */
      status: input(uint(32)),
      /** The words, as they are held. */
      words: output(vec(REGS, uint(32))),
    }),
  },
  (io, { REGS, ADDR_WIDTH }, m) => {
    const OKAY = 0;
    const SLVERR = 2;
    const { held } = m.regs({ held: vec(REGS, vec(4, uint(8))) });
    const { bvalid, rvalid } = m.regs({ bvalid: bool, rvalid: bool });
    const { bresp, rresp } = m.regs({ bresp: uint(2), rresp: uint(2) });
    const { rdata } = m.regs({ rdata: uint(32) });

    // A write takes address and data together.
    const write = io.s_axi_awvalid.and(io.s_axi_wvalid).and(bvalid.not().or(io.s_axi_bready));
    io.s_axi_awready.set(write);
    io.s_axi_wready.set(write);

    const HIGH = ADDR_WIDTH.minus(clog2(REGS)).minus(2);
    const writeIndex = io.s_axi_awaddr.slice(2, clog2(REGS));
    const writeLegal = io.s_axi_awaddr.slice(clog2(REGS).plus(2), HIGH).eq(0).and(writeIndex.ne(0));
    when(io.s_axi_bready, () => bvalid.set(false));
    when(write, () => {
      bvalid.set(true);
      bresp.set(mux(writeLegal, OKAY, constant(uint(2), SLVERR)));
    });
    genFor(REGS, 'word', i => {
      genFor(4, 'lane', b => {
        when(write.and(writeLegal).and(writeIndex.eq(i)).and(io.s_axi_wstrb.bit(b)), () => {
          held
            .at(i)
            .at(b)
            .set(io.s_axi_wdata.slice(b.times(8), 8));
        });
      });
    });
    io.s_axi_bvalid.set(bvalid);
    io.s_axi_bresp.set(bresp);

    const read = io.s_axi_arvalid.and(rvalid.not().or(io.s_axi_rready));
    const readIndex = io.s_axi_araddr.slice(2, clog2(REGS));
    const readLegal = io.s_axi_araddr.slice(clog2(REGS).plus(2), HIGH).eq(0);
    io.s_axi_arready.set(read);
    when(io.s_axi_rready, () => rvalid.set(false));
    when(read, () => {
      rvalid.set(true);
      rresp.set(mux(readLegal, OKAY, constant(uint(2), SLVERR)));
      rdata.set(mux(readLegal, mux(readIndex.eq(0), io.status, pack(held.at(readIndex))), 0));
    });
    io.s_axi_rvalid.set(rvalid);
    io.s_axi_rresp.set(rresp);
    io.s_axi_rdata.set(rdata);
    io.words.set(unpack(vec(REGS, uint(32)), pack(held)));
    m.unused({ awprot: io.s_axi_awprot, arprot: io.s_axi_arprot }, 'any access is allowed');
  },
);
