/** Setting an anchor peer by hand: fetch the channel's configuration, change it, compute the update, submit it. */
import type { CommandOf } from '../lab-types.ts';
import type { Addresses } from './addresses.ts';
import type { CommandParts } from './command-parts.ts';

export function anchorPeerLines(
  at: Addresses,
  orderer: CommandParts,
  { client, channel, peer }: CommandOf<'setAnchorPeer'>,
): readonly CommandParts[] {
  const msp = at.mspId(client);
  const file = (name: string): string => `channel-artifacts/${msp}${name}`;
  const anchors = {
    AnchorPeers: { mod_policy: 'Admins', value: { anchor_peers: [{ host: peer, port: at.port(peer) }] }, version: '0' },
  };
  const values = `.channel_group.groups.Application.groups.${msp}.values += ${JSON.stringify(anchors)}`;
  const envelope = `{payload:{header:{channel_header:{channel_id:"${channel}",type:2}},data:{config_update:.}}}`;
  return [
    [`peer channel fetch config ${file('config_block.pb')}`, ...orderer, `-c ${channel}`],
    [
      'configtxlator proto_decode',
      `--input ${file('config_block.pb')}`,
      '--type common.Block',
      `| jq '.data.data[0].payload.data.config' > ${file('config.json')}`,
    ],
    [`jq '${values}'`, `${file('config.json')} > ${file('modified_config.json')}`],
    encoded(file('config.json'), 'common.Config', file('original.pb')),
    encoded(file('modified_config.json'), 'common.Config', file('modified.pb')),
    [
      `configtxlator compute_update --channel_id ${channel}`,
      `--original ${file('original.pb')}`,
      `--updated ${file('modified.pb')}`,
      `--output ${file('update.pb')}`,
    ],
    [
      'configtxlator proto_decode',
      `--input ${file('update.pb')}`,
      '--type common.ConfigUpdate',
      `| jq '${envelope}' > ${file('update_env.json')}`,
    ],
    encoded(file('update_env.json'), 'common.Envelope', file('anchors.tx')),
    ['peer channel update', ...orderer, `-c ${channel}`, `-f ${file('anchors.tx')}`],
  ];
}

const encoded = (input: string, type: string, output: string): CommandParts => [
  'configtxlator proto_encode',
  `--input ${input}`,
  `--type ${type}`,
  `--output ${output}`,
];
