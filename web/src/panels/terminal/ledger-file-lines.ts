/**
 * Snapshots, and work on the files of a stopped peer: `peer snapshot`, `peer node`, `ledgerutil`, and what an intruder
 * would type.
 */
import type { Command, CommandOf, NodeId } from '../lab-types.ts';
import type { Addresses } from './addresses.ts';
import { type CommandLines, type CommandParts, quoted } from './command-parts.ts';
import { asUser } from './peer-environment.ts';

/** Where the images of Fabric keep a peer's files. */
const DATA = '/var/hyperledger/production';

const blockFile = (channel: string): string => `${DATA}/ledgersData/chains/chains/${channel}/blockfile_000000`;

type SnapshotCall = CommandOf<'submitSnapshotRequest' | 'cancelSnapshotRequest' | 'listSnapshotRequests'>;

const SUBCOMMAND: Readonly<Record<SnapshotCall['type'], string>> = {
  submitSnapshotRequest: 'submitrequest',
  cancelSnapshotRequest: 'cancelrequest',
  listSnapshotRequests: 'listpending',
};

function snapshotParts(at: Addresses, command: SnapshotCall): CommandParts {
  const { type, channel, node } = command;
  return [
    `peer snapshot ${SUBCOMMAND[type]}`,
    `-c ${channel}`,
    ...('block' in command ? [`-b ${command.block}`] : []),
    `--peerAddress ${at.endpoint(node)}`,
    `--tlsRootCertFile ${at.tlsFile(node, 'ca.crt')}`,
  ];
}

function joinLines({ node, channel, from, block }: CommandOf<'joinPeerBySnapshot'>): readonly CommandParts[] {
  const folder = `/snapshots/${channel}/${block}`;
  return [
    [`docker cp ${from}:${DATA}/snapshots/completed/${channel}/${block} ./${block}`],
    [`docker exec ${node}`, `mkdir -p /snapshots/${channel}`],
    [`docker cp ./${block} ${node}:${folder}`],
    ['peer channel joinbysnapshot', `--snapshotpath ${folder}`],
  ];
}

/** A tool of the peer's image, run on the volume of a peer that is off. */
const onVolume = (node: NodeId, ...tool: readonly string[]): CommandParts => [
  'docker run --rm',
  `-v ${node}:${DATA}`,
  'hyperledger/fabric-peer:3.1',
  ...tool,
];

/** `find` and `replace` for sed: what is special to it is taken literally. */
const literal = (text: string): string => text.replaceAll(/[\\/&.*[\]^$]/g, '\\$&');

function offlineParts(command: Command): CommandParts | null {
  switch (command.type) {
    case 'tamperBlock': {
      const { node, channel, find, replace } = command;
      return onVolume(node, `sed -i ${quoted(`s/${literal(find)}/${literal(replace)}/`)}`, blockFile(channel));
    }
    case 'verifyLedger':
      return onVolume(command.node, `ledgerutil verify ${DATA}`);
    case 'rebuildDatabases':
      return onVolume(command.node, 'peer node rebuild-dbs');
    case 'resetPeer':
      return onVolume(command.node, 'peer node reset');
    case 'rollbackPeer':
      return onVolume(command.node, `peer node rollback -c ${command.channel} -b ${command.block}`);
    default:
      return null;
  }
}

/** The commands of this family; null: not one of them. */
export function ledgerFileLines(command: Command, at: Addresses): CommandLines | null {
  switch (command.type) {
    case 'submitSnapshotRequest':
    case 'cancelSnapshotRequest':
    case 'listSnapshotRequests':
      return {
        environment: asUser(at, command.node, command.identity ?? 'Admin', command.client),
        lines: [snapshotParts(at, command)],
      };
    case 'joinPeerBySnapshot':
      return {
        environment: asUser(at, command.node, command.identity ?? 'Admin', command.client),
        lines: joinLines(command),
      };
    case 'joinBySnapshotStatus':
      return {
        environment: asUser(at, command.node, command.identity ?? 'Admin', command.client),
        lines: [['peer channel joinbysnapshotstatus']],
      };
    default: {
      const parts = offlineParts(command);
      return parts && { environment: {}, lines: [parts] };
    }
  }
}
