/**
 * Builds what is neither written by hand nor committed: the chaincode guest, the declarations contracts are checked
 * against, and the fonts. Each step skips itself when it is up to date.
 */
import { npm, requireNode } from './setup/installation.mjs';

requireNode();
const steps = ['build:guest', 'build:declarations', 'build:fonts'];
process.exit(steps.every((step) => npm(['run', '--silent', step])) ? 0 : 1);
