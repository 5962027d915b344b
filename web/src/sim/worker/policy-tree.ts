/** From what a policy answered to a tree to draw. */
import { readOrganizationUnit, readRole, roleName } from '../identity/msp-principal.ts';
import { readSerializedIdentity } from '../identity/msp.ts';
import { printGate, printPrincipal } from '../policy/dsl.ts';
import type { Explanation, ImplicitMetaExplanation, SignatureExplanation } from '../policy/policy.ts';
import type { IdentityRole, PolicyNode, PrincipalPicture } from '../protocol/policy-picture.ts';
import { type MSPPrincipal, MSPPrincipal_Classification } from '../wire/gen/msp/msp_principal_pb.ts';
import { decodePem } from '../wire/pem.ts';
import { commonName } from '../wire/x509-name.ts';
import { parseCertificate } from '../wire/x509.ts';

/**
 * @param places for each evaluated identity its place among the signatures shown
 * @param label the group whose policy this is; empty at the root
 */
export function policyTree(explanation: Explanation, places: readonly number[], label = ''): PolicyNode {
  switch (explanation.kind) {
    case 'noSuchPolicy':
      return { ...LEAF, kind: 'missing', rule: explanation.name, satisfied: false, label };
    case 'implicitMeta':
      return implicitNode(explanation, places, label);
    case 'signedBy':
      return {
        ...LEAF,
        kind: 'principal',
        rule: printPrincipal(explanation.principal),
        have: explanation.satisfied ? 1 : 0,
        satisfied: explanation.satisfied,
        signedBy: explanation.by === undefined ? null : (places[explanation.by] ?? null),
        label,
        principal: principalPicture(explanation.principal),
      };
    case 'outOf': {
      const [only, ...others] = explanation.rules;
      // One out of one is that one: `OR('Org1MSP.admin')` is how configtx.yaml writes a single principal.
      if (explanation.n === 1 && only && others.length === 0) return policyTree(only, places, label);
      return {
        ...LEAF,
        kind: 'gate',
        rule: ruleText(explanation),
        need: explanation.n,
        have: explanation.satisfiedCount,
        satisfied: explanation.satisfied,
        label,
        children: explanation.rules.map((rule) => policyTree(rule, places)),
      };
    }
  }
}

const LEAF = { need: 1, have: 0, signedBy: null, principal: null, children: [] } as const;

function implicitNode(explanation: ImplicitMetaExplanation, places: readonly number[], label: string): PolicyNode {
  const { rule, subPolicy, threshold, satisfiedCount, satisfied, branches } = explanation;
  return {
    ...LEAF,
    kind: 'implicit',
    rule: `${rule} ${subPolicy}`,
    need: threshold,
    have: satisfiedCount,
    satisfied,
    label,
    children: branches.map((branch) => policyTree(branch.explanation, places, branch.group)),
  };
}

/** The rule in the language of signature policies; inner principals in quotes. */
function ruleText(explanation: SignatureExplanation): string {
  if (explanation.kind === 'signedBy') return `'${printPrincipal(explanation.principal)}'`;
  return printGate(explanation.n, explanation.rules.map(ruleText));
}

const ROLE_WORDS: Readonly<Record<string, IdentityRole | 'member'>> = {
  ADMIN: 'admin',
  CLIENT: 'client',
  MEMBER: 'member',
  ORDERER: 'orderer',
  PEER: 'peer',
};

function principalPicture(principal: MSPPrincipal): PrincipalPicture | null {
  switch (principal.principalClassification) {
    case MSPPrincipal_Classification.ROLE: {
      const read = readRole(principal);
      const role = read.ok ? ROLE_WORDS[roleName(read.value.role) ?? ''] : undefined;
      return read.ok && role ? { kind: 'role', mspId: read.value.mspIdentifier, role } : null;
    }
    case MSPPrincipal_Classification.ORGANIZATION_UNIT: {
      const read = readOrganizationUnit(principal);
      if (!read.ok) return null;
      return { kind: 'unit', mspId: read.value.mspIdentifier, unit: read.value.organizationalUnitIdentifier };
    }
    case MSPPrincipal_Classification.IDENTITY: {
      const read = readSerializedIdentity(principal.principal);
      const pem = read.ok ? decodePem(read.value.idBytes) : undefined;
      const certificate = pem && parseCertificate(pem.bytes);
      const subject = certificate?.ok ? commonName(certificate.value.subject) : '';
      return read.ok ? { kind: 'identity', mspId: read.value.mspid, subject } : null;
    }
    default:
      return null;
  }
}
