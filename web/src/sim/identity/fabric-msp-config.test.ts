import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../crypto/sha256.ts';
import { invariant } from '../kernel/result.ts';
import { base64, fromBase64, fromUtf8, utf8 } from '../wire/bytes.ts';
import { FabricMSPConfigSchema, MSPConfigSchema } from '../wire/gen/msp/msp_config_pb.ts';
import { cryptogen } from './cryptogen.ts';
import { fabricMspConfig, mspConfigEnvelope, mspConfigOf, mspFolderOf } from './fabric-msp-config.ts';
import { Msp } from './msp.ts';

/** The MSP values of a genesis block written by configtxgen, by group name. */
const REAL: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('./testdata/genesis-msp-values.json', import.meta.url), 'utf8'),
);

describe('configtxgen’s MSP values', () => {
  it.each(Object.entries(REAL))('%s: same bytes from the same certificates', (_group, encoded) => {
    const real = fromBinary(FabricMSPConfigSchema, fromBinary(MSPConfigSchema, fromBase64(encoded)).config);
    const [ca = ''] = real.rootCerts.map(fromUtf8);
    const ours = fabricMspConfig({
      mspId: real.name,
      caCerts: [ca],
      tlsCaCerts: real.tlsRootCerts.map(fromUtf8),
      adminCerts: [],
      nodeOuCert: ca,
    });
    expect(base64(toBinary(MSPConfigSchema, mspConfigEnvelope(ours)))).toBe(encoded);
  });
});

describe('the definition of generated material', () => {
  const spec = { name: 'Org1', domain: 'org1.example.com', mspId: 'Org1MSP', peers: 1, users: 1 };
  const organization = (enableNodeOUs: boolean) => {
    const draw = (label: string) => sha256(utf8(label));
    const [org] = cryptogen({ ordererOrgs: [], peerOrgs: [{ ...spec, enableNodeOUs }] }, draw, 0).peerOrganizations;
    invariant(org, 'org');
    return org;
  };

  it.each([true, false])('is one an MSP accepts, with the admin as admin (NodeOUs: %s)', (enableNodeOUs) => {
    const org = organization(enableNodeOUs);
    const msp = Msp.fromEnvelope(mspConfigOf(org));
    invariant(msp.ok, 'MSP');
    expect(msp.value.mspId).toBe('Org1MSP');
    expect(msp.value.material.admins.length).toBe(enableNodeOUs ? 0 : 1);
    expect(msp.value.material.tlsRootCerts).toEqual([org.tlsCa.certPem]);
  });

  it('names the admin certificate only where no NodeOU tells admins apart', () => {
    expect(mspFolderOf(organization(true)).adminCerts).toEqual([]);
    expect(mspFolderOf(organization(false)).nodeOuCert).toBeUndefined();
  });
});
