/** What the project can use, and the packages that carry it for each installer. */
const packages = {
  verilator: { apt: 'verilator', brew: 'verilator', conda: 'verilator' },
  icarus: { apt: 'iverilog', brew: 'icarus-verilog', conda: 'iverilog' },
  yosys: { apt: 'yosys', brew: 'yosys', conda: 'yosys' },
  compiler: { apt: 'g++', brew: '', conda: 'gxx' },
  lz4: { apt: 'liblz4-dev', brew: 'lz4', conda: 'lz4-c' },
  zlib: { apt: 'zlib1g-dev', brew: 'zlib', conda: 'zlib' },
  python3: { apt: 'python3', brew: 'python', conda: 'python' },
  pip: { apt: 'python3-pip', brew: 'python', conda: 'pip' },
} as const;

export type Installable = keyof typeof packages;

/** The commands that install `what` here, joined by "or". */
export function installCommand(what: Installable, platform: string = process.platform): string {
  const { apt, brew, conda } = packages[what];
  const viaConda = `conda install -c conda-forge ${conda}`;
  if (platform === 'darwin')
    return `${brew === '' ? 'xcode-select --install' : `brew install ${brew}`}, or ${viaConda}`;
  return `apt-get install ${apt}, or ${viaConda}`;
}
