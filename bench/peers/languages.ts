import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../scripts/userError.ts';
import { amaranth } from './amaranth.ts';
import { type Peer, peerSources } from './peer.ts';
import { type QuotedFigures, quoted } from './quoted.ts';
import { chisel, spinal } from './scala.ts';

const ownSource = fileURLToPath(new URL('array.ts', import.meta.url));
const ownConfigurations = fileURLToPath(new URL('configurations.ts', import.meta.url));

/** As a user runs it: from the source to a folder that stands alone. */
export const scoville: Peer = {
  name: 'Scoville',
  source: ownSource,
  prepare: async () => ({
    command: (size, folder) => [
      ...[process.execPath, 'scripts/bin/scoville.mjs', 'generate', 'peer-array', '--from', ownConfigurations],
      ...['--set', `N=${size}`, '--out', join(folder, 'out')],
    ],
    design: (_size, folder) => ({
      files: ['PE.v', 'SystolicArray.v', 'peer_array.v'].map(name => join(folder, 'out', name)),
      top: 'peer_array',
    }),
  }),
};

function writtenByHand(name: string, file: string, figures: QuotedFigures): Peer {
  const source = join(peerSources, 'ref', file);
  return {
    name,
    source,
    quoted: figures,
    prepare: async () => ({
      design: size => ({ files: [source], top: 'SystolicArray', parameters: { N: size } }),
    }),
  };
}

/** What the others are measured against. */
export const reference = writtenByHand('by hand, nets in generate blocks', 'array_scoped.sv', quoted.byHand);

function quotedOnly(name: string, reason: string, figures: QuotedFigures): Peer {
  return {
    name,
    quoted: figures,
    prepare: () => Promise.reject(new UserError(reason)),
  };
}

/** In the order of the table. */
export const languages: readonly Peer[] = [
  scoville,
  reference,
  writtenByHand('by hand, unpacked arrays', 'array.sv', quoted.byHandUnpacked),
  chisel,
  spinal,
  amaranth,
  quotedOnly('TSSV (TypeScript)', 'no registry has a package of it', quoted.tssv),
  quotedOnly('Gemmini’s mesh (output-stationary too)', 'it comes with Chipyard alone', quoted.gemmini),
];

/** @throws UserError where the peer's source is not at hand */
export function requireSource({ source }: Peer): void {
  if (source !== undefined && !existsSync(source)) throw new UserError('../shared/peers, its source, is not here');
}
