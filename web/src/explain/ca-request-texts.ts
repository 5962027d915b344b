/**
 * What Fabric CA writes into its log, and in part into its answers, about a request that it refuses.
 * `*` in a text stands for what differs from case to case.
 */
import type { TextEntries } from './explainer-entry.ts';

export const CA_REQUEST_TEXTS = {
  caSecret: {
    layer: 'ca',
    texts: ['Login failure:', 'Password mismatch', 'hashedPassword is not the hash of the given password'],
  },
  caEnrollmentsUsed: {
    layer: 'ca',
    texts: [
      'it has reached its maximum enrollment allowance',
      'Zero is an invalid value for maximum enrollments',
      'Enroll is disabled',
    ],
  },
  caMaxEnrollments: {
    layer: 'ca',
    texts: [
      'Max enrollment in registration request may not be less than',
      'Registration for infinite enrollments is not allowed',
      'exceeds maximum allowable enrollments',
      'Registration is disabled',
    ],
  },
  caToken: {
    layer: 'ca',
    texts: [
      'Invalid token in authorization header',
      'Invalid token format',
      'No authorization header',
      'No user/pass in authorization header',
      'Token signature validation failure',
      'Failed to decode base64 encoded x509 cert',
      'Error in parsing x509 certificate given block bytes',
      'Invalid base64 encoded signature in token',
      'Untrusted certificate:',
      'Certificate not found with AKI',
    ],
  },
  caRevokedCaller: {
    layer: 'ca',
    texts: ['The certificate in the authorization header is a revoked certificate', 'is revoked; access denied'],
  },
  caNotAllowed: {
    layer: 'ca',
    texts: [
      "'*' is not a registrar",
      'Caller is not a registrar',
      'but caller is not a registrar',
      'is not allowed to manage users',
      'does not have authority to act on type',
      'does not have authority to act on affiliation',
      'Invoker does not have following role',
      "Caller has a value of 'false' for attribute/role",
      'Caller does not have authority to revoke',
      'does not posses either hf.Registrar.Roles or hf.Revoker',
      'does not have authority to generate a CRL',
      'Identity removal is not allowed on server',
      'Affiliation removal is disabled',
      'is not owned by',
    ],
  },
  caAttributeRules: {
    layer: 'ca',
    texts: [
      'Registrar is not authorized to register attribute',
      'Registrar does not have any values for',
      "Attribute is not part of caller's",
      'Cannot register fixed value attribute',
      "using a reserved prefix 'hf.'",
      'requires ownership but the caller does not own this attribute',
      "Caller has a value of 'false' for boolean attribute",
      "is a superset of the caller's attribute value",
      'does not possess this attribute nor is it',
      'being registered is not',
      'The delegateRoles field is a superset of roles',
      "'*' is not a member of '*'",
      'Failed to register attributes',
      'Failed to get boolean value of',
      "User does not have attribute '",
      'Requesting value of',
    ],
  },
  caAffiliationInUse: {
    layer: 'ca',
    texts: [
      "Cannot delete affiliation '",
      "Need to use 'force' to remove",
      'The request to modify affiliation',
      "Can't remove affiliation '*' because the caller is associated",
      "Need to use 'force' option to delete your own identity",
    ],
  },
  caAffiliationUnknown: {
    layer: 'ca',
    texts: ["Affiliation '*' is not supported", 'No affiliations are configured on the CA'],
  },
  caBadRequest: {
    layer: 'ca',
    texts: [
      'Invalid request body',
      'Empty request body',
      'json: cannot unmarshal value into Go value',
      'invalid character in JSON',
      '404 page not found',
      'Method * is not allowed',
      "Missing 'ID' in request",
      'No ID name specified in',
      "Invalid Request: Can't specify",
      "Invalid 'revokedafter' value",
      "Invalid 'expireafter' value",
      'Either Name or Serial and AKI are required',
    ],
  },
  caBadCsr: {
    layer: 'ca',
    texts: [
      'Certificate signing failure',
      'CSR Decode failed',
      'The CSR subject common name must equal the enrollment ID',
      'Invalid profile:',
      "does not have attribute 'hf.IntermediateCA'",
      'CSR input validation failed',
      'exceeds the maximum character limit',
      'not a certificate or csr',
    ],
  },
  caCrlSigner: { layer: 'ca', texts: ["Its certificate does not have 'crl sign' key usage"] },
  caRegistration: { layer: 'ca', texts: ["Registration of '*' failed", 'Failed to reenroll'], general: true },
} as const satisfies TextEntries;
