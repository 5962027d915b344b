/**
 * The inside of a chaincode container: Node's globals, then Fabric's own shim and contract API, then the contract.
 *
 * The host calls `container` and nothing else; what the guest has to say it collects with `drain` after each turn.
 */
import './globals.ts';
import './node-errors.ts';
import * as contractApi from 'fabric-contract-api';
import * as shim from 'fabric-shim';
// @ts-expect-error the shim has no types for its inside
import Bootstrap from 'fabric-shim/lib/contract-spi/bootstrap.js';
import stringify from 'json-stringify-deterministic';
import sortKeysRecursive from 'sort-keys-recursive';
import { nextDue, runOne, setNow } from './clock.ts';
import { seedDice } from './dice.ts';
import * as protos from './fabric-protos.ts';
import { mount, textOf } from './fs.ts';
import { fromHex } from './binary-text.ts';
import { peerStream } from './grpc.ts';
import { type Host, setHost } from './host.ts';
import { provide, requireRoot } from './modules.ts';
import { drain, LOOKED, log, put, silenceWhen, WAKE } from './outbox.ts';
import { crash, exit, guestProcess, WORKING_DIRECTORY } from './process.ts';
import { takeLook, watched } from './sight.ts';
import { decodeUtf8 } from './text-codec.ts';

interface Configuration {
  readonly files: Readonly<Record<string, string>>;
  readonly seed: string;
  readonly env: Readonly<Record<string, string>>;
}

/** In the environment, but the same on every peer. */
const PACKAGE_ID = 'CORE_CHAINCODE_ID_NAME';

// The shim loads the contract with its own `require`, which the bundle turns into this global.
Object.assign(globalThis, { require: requireRoot });
provide('fabric-contract-api', Reflect.get(contractApi, 'default'));
provide('fabric-shim', Reflect.get(shim, 'default'));
provide('fabric-shim-api', {});
provide('reflect-metadata', {});
provide('@hyperledger/fabric-protos', { ...protos });
provide('json-stringify-deterministic', stringify);
provide('sort-keys-recursive', sortKeysRecursive);

const bootstrap = (): Promise<void> => (Bootstrap as { bootstrap(): Promise<void> }).bootstrap();

/** Runs `step` as the top of a call stack: an error that reaches it ends the process. */
function asProcess(step: () => void): void {
  try {
    step();
  } catch (error) {
    crash(error);
  }
}

/** `npm start` in the contract folder. */
function npmStart(): void {
  const text = textOf(`${WORKING_DIRECTORY}/package.json`);
  if (text === undefined) {
    log(
      `npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${WORKING_DIRECTORY}/package.json'`,
    );
    exit(254, 'Could not read package.json');
  }
  const script = (JSON.parse(text) as { scripts?: { start?: unknown } }).scripts?.start;
  if (typeof script !== 'string') {
    log('npm error Missing script: "start"');
    exit(1, 'Missing script: "start"');
  }
  const file = /\bnode\s+(?:--\S+\s+)*([^-\s]\S*)/.exec(script)?.[1];
  if (script.includes('fabric-chaincode-node') || file === undefined) {
    bootstrap().catch((error: unknown) => {
      log('Major failure to start fabic-chaincode-node');
      crash(error);
    });
  } else requireRoot(`./${file}`);
}

const container = {
  start(host: Host, configuration: ArrayBuffer, now: number): void {
    setHost(host);
    silenceWhen(() => host.isOver());
    setNow(now);
    const { files, seed, env } = JSON.parse(decodeUtf8(new Uint8Array(configuration))) as Configuration;
    seedDice(Uint8Array.from(fromHex(seed)));
    Object.assign(guestProcess.env, env);
    guestProcess.env = watched(guestProcess.env, new Set(Object.keys(env).filter((name) => name !== PACKAGE_ID)));
    // What the bundle saw while it was loaded was the same for all.
    takeLook();
    mount(files);
    asProcess(npmStart);
  },

  message(bytes: ArrayBuffer, now: number): void {
    setNow(now);
    asProcess(() => {
      peerStream.emit('data', protos.peer.ChaincodeMessage.deserializeBinary(new Uint8Array(bytes)));
    });
  },

  tick(now: number): void {
    setNow(now);
  },

  /** Runs one timer or immediate that is due. */
  turn(): boolean {
    let ran = false;
    asProcess(() => {
      ran = runOne();
    });
    return ran;
  },

  drain(): ArrayBuffer {
    const due = nextDue();
    if (due !== undefined) put(WAKE, String(due));
    if (takeLook()) put(LOOKED, '');
    return drain();
  },
};

Object.assign(globalThis, { container });
