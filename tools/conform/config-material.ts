/**
 * Reads configtx.yaml and crypto-config.yaml of a recording, and lets our cryptogen make the material they speak of.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBinary } from '@bufbuild/protobuf';
import { parse } from 'yaml';
import type { MaterialReader } from '../../web/src/sim/channel/read-configtx.ts';
import { readCryptoConfig } from '../../web/src/sim/channel/read-crypto-config.ts';
import { type FlawReason, linesOf } from '../../web/src/sim/channel/yaml-flaws.ts';
import { sha256 } from '../../web/src/sim/crypto/sha256.ts';
import type { Result } from '../../web/src/sim/kernel/result.ts';
import type { CryptoMaterial, Member, OrganizationMaterial } from '../../web/src/sim/identity/crypto-material.ts';
import { type CryptoConfig, cryptogen } from '../../web/src/sim/identity/cryptogen.ts';
import { mspConfigOf } from '../../web/src/sim/identity/fabric-msp-config.ts';
import { utf8 } from '../../web/src/sim/wire/bytes.ts';
import { MSPConfigSchema } from '../../web/src/sim/wire/gen/msp/msp_config_pb.ts';
import { domainIn } from './config-steps.ts';
import { UnusableInput } from './outcome.ts';

/** 22 November 2026, 15:00 UTC: when our replays take place. */
export const NOW_UNIX_SECONDS = 1_795_359_600;

/** @throws UnusableInput when there is no such file or it holds no YAML */
export function readYaml(file: string): unknown {
  if (!existsSync(file)) throw new UnusableInput(`There is no ${file}.`);
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true });
  } catch (error) {
    throw new UnusableInput(`${file} is not YAML: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Keys and certificates of all organisations, always the same for the same configuration. */
export const generate = (config: CryptoConfig): CryptoMaterial =>
  cryptogen(config, (label) => sha256(utf8(`conform ${label}`)), NOW_UNIX_SECONDS);

/**
 * The material of a folder's crypto-config.yaml; MSP ids come from configtx.yaml.
 *
 * @throws UnusableInput when the file is missing or describes what our cryptogen cannot make
 */
export function generateFrom(dir: string, configtx: unknown): CryptoMaterial {
  const mspIds = mspIdsByDomain(configtx);
  const config = readCryptoConfig(
    readYaml(join(dir, 'crypto-config.yaml')),
    ({ name, domain }) => mspIds.get(domain) ?? `${name}MSP`,
  );
  if (!config.ok) throw new UnusableInput(`crypto-config.yaml in ${dir}: ${linesOf(config.error)}`);
  return generate(config.value);
}

function mspIdsByDomain(configtx: unknown): ReadonlyMap<string, string> {
  const organizations = (configtx as { readonly Organizations?: unknown } | null)?.Organizations;
  const ids = new Map<string, string>();
  for (const organization of Array.isArray(organizations) ? organizations : []) {
    const { ID, MSPDir } = organization as { readonly ID?: unknown; readonly MSPDir?: unknown };
    const domain = domainIn(typeof MSPDir === 'string' ? MSPDir : undefined);
    if (domain && typeof ID === 'string') ids.set(domain, ID);
  }
  return ids;
}

export const allOrganizations = (crypto: CryptoMaterial): readonly OrganizationMaterial[] => [
  ...crypto.ordererOrganizations,
  ...crypto.peerOrganizations,
];

/** The member of any organisation with that name, e.g. `Admin@org1.example.com`. */
export function memberNamed(crypto: CryptoMaterial, name: string): Member | undefined {
  const members = allOrganizations(crypto).flatMap(({ nodes, users, admin }) => [...nodes, ...users, admin]);
  return members.find((member) => member.name === name);
}

const noMaterial = (text: string): Result<never, FlawReason> => ({
  ok: false,
  error: { code: 'material', params: { text } },
});

/** Paths of configtx.yaml in our cryptogen's tree: what comes before `crypto-config` does not matter. */
export function materialReader(crypto: CryptoMaterial): MaterialReader {
  return {
    mspConfig(mspDir) {
      const domain = domainIn(mspDir);
      const organization = allOrganizations(crypto).find((candidate) => candidate.domain === domain);
      return organization
        ? { ok: true, value: toBinary(MSPConfigSchema, mspConfigOf(organization)) }
        : noMaterial(`could not load a valid ca certificate from directory ${mspDir}/cacerts`);
    },
    certificate(path) {
      const pem = crypto.files.get(path.slice(Math.max(0, path.indexOf('crypto-config/'))));
      return pem === undefined ? noMaterial(`open ${path}: no such file or directory`) : { ok: true, value: utf8(pem) };
    },
  };
}
