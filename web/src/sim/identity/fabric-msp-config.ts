/**
 * The MSP definition of an organisation as configtxgen reads it from an MSP folder and puts it into the genesis block.
 *
 * @fabric msp/configbuilder.go
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { utf8 } from '../wire/bytes.ts';
import {
  FabricCryptoConfigSchema,
  type FabricMSPConfig,
  FabricMSPConfigSchema,
  FabricNodeOUsSchema,
  FabricOUIdentifierSchema,
  type MSPConfig,
  MSPConfigSchema,
} from '../wire/gen/msp/msp_config_pb.ts';
import type { OrganizationMaterial } from './crypto-material.ts';

/** The PEM files of an MSP folder, each list in the order of its file names. */
export interface MspFolder {
  readonly mspId: string;
  readonly caCerts: readonly string[];
  readonly tlsCaCerts: readonly string[];
  readonly adminCerts: readonly string[];
  readonly intermediateCerts?: readonly string[];
  readonly tlsIntermediateCerts?: readonly string[];
  /** CRLs. */
  readonly crls?: readonly string[];
  /** The CA certificate named in `config.yaml`; undefined: no NodeOUs. */
  readonly nodeOuCert: string | undefined;
}

/** What configtxgen reads from the organisation's `msp` folder. */
export function mspFolderOf(organization: OrganizationMaterial): MspFolder {
  const { mspId, ca, tlsCa, admin, enableNodeOUs } = organization;
  return {
    mspId,
    caCerts: [ca.certPem],
    tlsCaCerts: [tlsCa.certPem],
    adminCerts: enableNodeOUs ? [] : [admin.identity.certPem],
    nodeOuCert: enableNodeOUs ? ca.certPem : undefined,
  };
}

export function fabricMspConfig(folder: MspFolder): FabricMSPConfig {
  const { nodeOuCert } = folder;
  return create(FabricMSPConfigSchema, {
    name: folder.mspId,
    rootCerts: folder.caCerts.map(utf8),
    intermediateCerts: (folder.intermediateCerts ?? []).map(utf8),
    admins: folder.adminCerts.map(utf8),
    revocationList: (folder.crls ?? []).map(utf8),
    cryptoConfig: create(FabricCryptoConfigSchema, {
      signatureHashFamily: 'SHA2',
      identityIdentifierHashFunction: 'SHA256',
    }),
    tlsRootCerts: folder.tlsCaCerts.map(utf8),
    tlsIntermediateCerts: (folder.tlsIntermediateCerts ?? []).map(utf8),
    ...(nodeOuCert === undefined ? {} : { fabricNodeOus: nodeOus(nodeOuCert) }),
  });
}

function nodeOus(certPem: string) {
  const identifier = (unit: string) =>
    create(FabricOUIdentifierSchema, { certificate: utf8(certPem), organizationalUnitIdentifier: unit });
  return create(FabricNodeOUsSchema, {
    enable: true,
    clientOuIdentifier: identifier('client'),
    peerOuIdentifier: identifier('peer'),
    adminOuIdentifier: identifier('admin'),
    ordererOuIdentifier: identifier('orderer'),
  });
}

/** The definition in the envelope in which the channel configuration carries it (type 0: an X.509 MSP). */
export function mspConfigEnvelope(config: FabricMSPConfig): MSPConfig {
  return create(MSPConfigSchema, { type: 0, config: toBinary(FabricMSPConfigSchema, config) });
}

/** `msp.MSPConfig` of an organisation, ready for the MSP value of its group in the configuration. */
export const mspConfigOf = (organization: OrganizationMaterial): MSPConfig =>
  mspConfigEnvelope(fabricMspConfig(mspFolderOf(organization)));
