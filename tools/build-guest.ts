/**
 * Bundles Fabric's own fabric-shim and fabric-contract-api with stand-ins for what they expect of Node into one script
 * for QuickJS: `.cache/guest/guest.js`. Rebuilds only when a source or a version changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build as bundle, type Plugin } from 'esbuild';
import { asNodeErrors } from '../web/src/sim/chaincode/node-source.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const sources = path.join(root, 'tools/guest');
const target = path.join(root, '.cache/guest/guest.js');

/** First load of a scene with chaincode waits for it. */
const MAX_GZIP_BYTES = 110 * 1024;

const STAND_INS: Readonly<Record<string, string>> = {
  '@fidm/x509': 'x509.ts',
  '@grpc/grpc-js': 'grpc.ts',
  '@hyperledger/fabric-protos': 'fabric-protos.ts',
  '@hyperledger/fabric-protos/lib/peer': 'fabric-protos.ts',
  crypto: 'crypto.ts',
  fs: 'fs.ts',
  path: 'path.ts',
  'uri-js': 'uri.ts',
  url: 'url.ts',
  util: 'util.ts',
  winston: 'winston.ts',
  yargs: 'yargs.ts',
  // Only used when the shim is started without its command line, which cannot happen here.
  'yargs-parser': 'yargs.ts',
};

const standIns: Plugin = {
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path: request, importer }) => {
      const file = STAND_INS[request.replace(/^node:/, '')];
      const ours = importer.startsWith(sources) && !request.startsWith('@');
      return file && !ours ? { path: path.join(sources, file) } : undefined;
    });
    // The shim describes every buffer for its debug log and throws most of it away: a sixth of an invocation. An optional
    // call leaves what is in its brackets alone unless somebody reads it.
    // Errors that reach a contract's caller must read as Node's, so the shim's own catch goes through the same change.
    build.onLoad({ filter: /fabric-(shim|contract-api)[\\/]lib[\\/].*\.js$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8').replaceAll(/\blogger\.debug\(/g, 'logger.whenDebugging?.(');
      const catches = file.endsWith('chaincodefromcontract.js');
      return { contents: catches ? asNodeErrors(text) : text, loader: 'js' };
    });
    // The generated code's own switch for debugging output, a quarter of its size. (Its constant is not a global, so
    // esbuild's `define` cannot reach it.)
    build.onLoad({ filter: /fabric-protos[\\/]lib[\\/].*_pb\.js$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8').replaceAll('jspb.Message.GENERATE_TO_OBJECT', 'false'),
      loader: 'js',
    }));
  },
};

function fingerprint(): string {
  const hash = createHash('sha256');
  const inputs = [
    ...readdirSync(sources)
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => path.join(sources, name)),
    fileURLToPath(import.meta.url),
    path.join(root, 'web/src/sim/chaincode/node-source.ts'),
    path.join(root, 'web/src/sim/chaincode/log-time.ts'),
    path.join(root, 'package-lock.json'),
  ];
  for (const input of inputs.sort()) hash.update(readFileSync(input));
  return hash.digest('hex');
}

/** Builds the guest if it is stale and gives its path. */
export async function buildGuest(): Promise<string> {
  const mark = fingerprint();
  if (existsSync(target) && existsSync(`${target}.hash`) && readFileSync(`${target}.hash`, 'utf8') === mark)
    return target;
  const result = await bundle({
    absWorkingDir: root,
    entryPoints: [path.join(sources, 'main.ts')],
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    format: 'iife',
    target: 'es2023',
    platform: 'neutral',
    mainFields: ['main'],
    conditions: ['require', 'node'],
    plugins: [standIns],
    logLevel: 'warning',
    logOverride: { 'require-resolve-not-external': 'silent', 'indirect-require': 'silent', 'direct-eval': 'silent' },
  });
  const text = result.outputFiles[0]?.text ?? '';
  const size = gzipSync(text, { level: 9 }).length;
  if (size > MAX_GZIP_BYTES) throw new Error(`the guest is ${size} bytes gzipped, more than ${MAX_GZIP_BYTES}`);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  writeFileSync(`${target}.hash`, mark);
  // Not on the standard output: that belongs to the program that needed the guest.
  process.stderr.write(`guest built: ${text.length} bytes, ${size} gzipped\n`);
  return target;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildGuest();
