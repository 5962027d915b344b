import { describe, expect, it } from 'vitest';
import { linkTraffic } from './link-traffic.ts';

const peer = (mspId: string) => ({ role: 'peer', mspId }) as const;
const [ORDERER, CLIENT, CA] = [
  { role: 'orderer', mspId: 'OrdererMSP' },
  { role: 'client', mspId: 'Org1MSP' },
  { role: 'ca', mspId: 'Org1MSP' },
] as const;

describe('linkTraffic', () => {
  it.each([
    [peer('Org1MSP'), peer('Org1MSP'), 'gossip', 'within an organisation'],
    [peer('Org1MSP'), peer('Org2MSP'), 'gossipOrgs', 'between organisations it needs an anchor peer'],
    [peer('Org1MSP'), ORDERER, 'deliver', 'blocks come from orderers'],
    [ORDERER, peer('Org1MSP'), 'deliver', 'whichever end is named first'],
    [CLIENT, peer('Org2MSP'), 'proposals', 'endorsers of other organisations too'],
    [CLIENT, ORDERER, 'broadcast', 'a client without gateway submits itself'],
    [CA, CLIENT, 'enrol', 'only clients ask a CA'],
    [CA, peer('Org1MSP'), 'nothing', 'a peer never asks a CA'],
    [CA, ORDERER, 'nothing', 'nor does an orderer'],
  ] as const)('%j and %j: %s', (one, other, first, _why) => {
    expect(linkTraffic(one, other, false)[0]).toBe(first);
  });

  it('orderers agree among themselves, unless Kafka does it for them', () => {
    expect(linkTraffic(ORDERER, ORDERER, false)).toContain('consensus');
    expect(linkTraffic(ORDERER, ORDERER, true)).toEqual(['nothing']);
  });
});
