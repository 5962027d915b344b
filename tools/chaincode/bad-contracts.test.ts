/**
 * Contracts that misbehave: contained, reported as a real peer would, and the sandbox goes on.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadQuickJsInNode } from '../quickjs-node.ts';
import { ContainerMemo } from '../../web/src/sim/chaincode/container-memo.ts';
import { LonePeer, type LoneResult, payloadText } from './lone-peer.ts';
import { createQuickJsSandbox } from '../../web/src/sim/chaincode/quickjs-sandbox.ts';

const certificate = readFileSync(path.join(import.meta.dirname, 'testdata', 'org1-user1.pem'), 'utf8');

let memo: ContainerMemo;
beforeAll(async () => {
  memo = new ContainerMemo(createQuickJsSandbox(await loadQuickJsInNode()));
}, 60_000);

const packageJson = JSON.stringify({
  name: 'bad',
  main: 'index.js',
  scripts: { start: 'fabric-chaincode-node start' },
});

/** A contract with the methods of `body`; `good` is always there. */
function contract(body: string, before = '', extra: Readonly<Record<string, string>> = {}): LonePeer {
  const source = `'use strict';
const { Contract } = require('fabric-contract-api');
${before}
class Bad extends Contract {
  async good() { return 'fine'; }
${body}
}
module.exports.contracts = [Bad];`;
  return peerOf({ 'package.json': packageJson, 'index.js': source, ...extra });
}

function peerOf(files: Readonly<Record<string, string>>, seed = 'peer0'): LonePeer {
  const spec = {
    files: new Map(Object.entries(files)),
    label: 'bad_1',
    seed,
    ccid: 'bad_1:00',
    env: new Map<string, string>(),
    startUnixMicros: 1_795_360_198_000_000,
  };
  return new LonePeer(memo, spec, { channelId: 'mychannel', namespace: 'bad' });
}

const call = (peer: LonePeer, ...args: readonly string[]): LoneResult =>
  peer.endorse({ args, mspId: 'Org1MSP', certificate });

describe('what never ends', () => {
  const TIMED_OUT =
    /^error in simulation: failed to execute transaction [0-9a-f]{64}: error sending: timeout expired while executing transaction$/;
  const TERMINATED =
    /^error in simulation: failed to execute transaction [0-9a-f]{64}: error sending: chaincode stream terminated$/;
  const table: readonly (readonly [why: string, body: string, message: RegExp])[] = [
    ['a busy loop never lets the stream be read', 'async f() { for (;;); }', TIMED_OUT],
    ['a loop that swallows what interrupts it', 'async f() { for (;;) { try { for (;;); } catch {} } }', TIMED_OUT],
    ['a loop in finally', 'async f() { try { return 1; } finally { for (;;); } }', TIMED_OUT],
    ['promises without end', 'async f() { for (;;) await null; }', TIMED_OUT],
    ['promises that hold each other', 'async f() { const g = async () => g(await null); await g(); }', TERMINATED],
    ['a regular expression that backtracks for ever', "async f() { /^(a+)+$/.test('a'.repeat(40) + '!'); }", TIMED_OUT],
    ['a promise that never settles', 'async f() { await new Promise(() => {}); }', TIMED_OUT],
    ['a timer beyond the limit', 'async f() { await new Promise((r) => setTimeout(r, 60000)); }', TIMED_OUT],
    ['memory without end', "async f() { const a = []; for (;;) a.push('x'.repeat(100000) + a.length); }", TERMINATED],
    [
      'memory without end, caught',
      "async f() { try { const a = []; for (;;) a.push(new Uint8Array(1e6)); } catch { return 'ok'; } }",
      TERMINATED,
    ],
    ['the process exits', 'async f() { process.exit(3); }', TERMINATED],
    [
      'the process exits inside a try',
      "async f() { try { process.exit(3); } catch { return 'ok'; } finally { await this.good(); } }",
      TERMINATED,
    ],
    [
      'an error in a timer has no one to catch it',
      "async f() { setTimeout(() => { throw new Error('late'); }, 5); await new Promise(() => {}); }",
      TERMINATED,
    ],
  ];
  for (const [why, body, message] of table) {
    it(why, () => {
      const result = call(contract(body), 'f');
      expect(result.status).toBe(500);
      expect(result.message).toMatch(message);
      expect(result.simulator).toBeUndefined();
      expect(payloadText(call(contract('async other() {}'), 'good'))).toBe('fine');
    });
  }

  it('after a busy loop the chaincode stays registered and deaf, as a stuck process does', () => {
    const peer = contract('async f() { for (;;); }');
    expect(call(peer, 'f').message).toMatch(TIMED_OUT);
    expect(call(peer, 'good').message).toMatch(TIMED_OUT);
  });

  it('after running out of memory it is started again', () => {
    const peer = contract('async f() { const a = []; for (;;) a.push(new Uint8Array(1e6)); }');
    expect(call(peer, 'f').message).toMatch(TERMINATED);
    expect(payloadText(call(peer, 'good'))).toBe('fine');
    expect(peer.log.join('\n')).toContain('JavaScript heap out of memory');
  });
});

describe('what is thrown', () => {
  const table: readonly (readonly [why: string, thrown: string, message: string])[] = [
    ['an error', "new Error('no')", 'no'],
    ['a string has no message', "'text'", ''],
    ['a number', '42', ''],
    ['an object with a message', "{ message: 'said' }", 'said'],
    ['a getter for a message', "{ get message() { return 'got'; } }", 'got'],
    ['a frozen error', "Object.freeze(new Error('cold'))", 'cold'],
    ['a proxy', "new Proxy(new Error('behind'), {})", 'behind'],
    ['an error of its own class', "new (class Own extends Error {})('own')", 'own'],
    ['a function', 'function named() {}', ''],
  ];
  for (const [why, thrown, message] of table) {
    it(why, () => {
      const peer = contract(`async f() { throw ${thrown}; }`);
      const { status, message: said } = call(peer, 'f');
      expect({ status, said }).toEqual({ status: 500, said: message });
      expect(payloadText(call(peer, 'good'))).toBe('fine');
    });
  }

  it('undefined and null have no message to read: the shim itself fails, and the call times out', () => {
    for (const thrown of ['undefined', 'null']) {
      expect(call(contract(`async f() { throw ${thrown}; }`), 'f').message).toMatch(/timeout expired/);
    }
  });
});

describe('errors of the engine read as in Node', () => {
  const table: readonly (readonly [body: string, message: string])[] = [
    ['const x = undefined; x.y;', "Cannot read properties of undefined (reading 'y')"],
    ['const x = null; x.y = 1;', "Cannot set properties of null (setting 'y')"],
    ['nowhere;', 'nowhere is not defined'],
    ['const it = {}; it.next();', 'it.next is not a function'],
    ['const it = { a: {} }; return it.a.missing(1, 2);', 'it.a.missing is not a function'],
    ['const f = () => 1; f()();', 'f(...) is not a function'],
    ['return ctx.stub.putstate("a", Buffer.from("b"));', 'ctx.stub.putstate is not a function'],
    ['const C = {}; new C.D();', 'C.D is not a constructor'],
    ['const k = 1; k = 2;', 'Assignment to constant variable.'],
    ['z; let z = 1;', "Cannot access 'z' before initialization"],
    ['const g = () => g() + 1; g();', 'Maximum call stack size exceeded'],
    ['JSON.parse("abc");', 'Unexpected token \'a\', "abc" is not valid JSON'],
    ['JSON.parse("");', 'Unexpected end of JSON input'],
    ['JSON.parse(\'{"a":1,}\');', 'Expected double-quoted property name in JSON at position 7'],
    ['JSON.parse("[1,2");', "Expected ',' or ']' after array element in JSON at position 4"],
    [
      'const o = {}; o.o = o; JSON.stringify(o);',
      "Converting circular structure to JSON\n    --> starting at object with constructor 'Object'\n    --- property 'o' closes the circle",
    ],
    ['JSON.stringify(1n);', 'Do not know how to serialize a BigInt'],
    [
      'Buffer.from(undefined);',
      'The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received undefined',
    ],
    [
      'try { null.x; } catch (e) { throw new Error(`wrapped: ${e.message}`); }',
      "wrapped: Cannot read properties of null (reading 'x')",
    ],
    [
      'try { null.x; } catch ({ message }) { throw new Error(message); }',
      "Cannot read properties of null (reading 'x')",
    ],
    [
      'return Promise.resolve().then(() => undefined.x).catch((e) => { throw new Error(e.message); });',
      "Cannot read properties of undefined (reading 'x')",
    ],
    [
      'const g = () => g(); try { g(); } catch (e) { throw new Error(`${e instanceof RangeError} ${e.name}`); }',
      'true RangeError',
    ],
  ];
  for (const [body, message] of table) {
    it(body, () => {
      expect(call(contract(`async f(ctx) { ${body} }`), 'f').message).toBe(message);
    });
  }
});

describe('contracts that do not start', () => {
  const table: readonly (readonly [why: string, files: Readonly<Record<string, string>>, log: string])[] = [
    [
      'a package that is not there',
      { 'package.json': packageJson, 'index.js': "require('left-pad');" },
      "Cannot find module 'left-pad'\nRequire stack:\n- /usr/local/src/index.js",
    ],
    [
      'a file that is not there',
      { 'package.json': packageJson, 'index.js': "require('./lib/a');" },
      "Cannot find module './lib/a'\nRequire stack:\n- /usr/local/src/index.js",
    ],
    ['no main file', { 'package.json': packageJson }, "Cannot find module '/usr/local/src/index.js'"],
    ['a syntax error', { 'package.json': packageJson, 'index.js': 'const = 1;' }, 'SyntaxError'],
    ['an error at load', { 'package.json': packageJson, 'index.js': "throw new Error('at load');" }, 'Error: at load'],
    [
      'not a contract',
      {
        'package.json': packageJson,
        'index.js': 'module.exports.contracts = [class { constructor() { this.name = 1; } }];',
      },
      'invalid contract instance {"name":1}',
    ],
    ['no start script', { 'package.json': '{"main":"index.js"}', 'index.js': '' }, 'Missing script: "start"'],
    ['no package.json', { 'index.js': '' }, 'Could not read package.json'],
  ];
  for (const [why, files, log] of table) {
    it(why, () => {
      const peer = peerOf(files);
      expect(call(peer, 'f').message).toMatch(/chaincode registration failed: container exited with \d+$/);
      expect(peer.log.join('\n')).toContain(log);
    });
  }
});

describe('what a contract folder may contain', () => {
  it('files, folders, JSON, cycles and packages of its own', () => {
    const peer = contract(
      "async f() { return [a.name, data.n, twice(3), require('node:path').basename('/x/y.js'), deep()].join(); }",
      "const a = require('./lib/a'); const data = require('./data.json'); const twice = require('twice'); const deep = require('@org/deep/lib');",
      {
        'lib/a.js': "exports.name = 'a'; exports.b = require('./b');",
        'lib/b.js': "exports.again = require('./a').name;",
        'data.json': '{"n":7}',
        'node_modules/twice/package.json': '{"main":"./main"}',
        'node_modules/twice/main.js': 'module.exports = (n) => 2 * n;',
        'node_modules/@org/deep/lib/index.js': "module.exports = () => require('twice')(5);",
      },
    );
    expect(payloadText(call(peer, 'f'))).toBe('a,7,6,y.js,10');
  });

  it('a contract written against the shim alone', () => {
    const source = `const shim = require('fabric-shim');
shim.start({
  async Init() { return shim.success(); },
  async Invoke(stub) { const { fcn } = stub.getFunctionAndParameters(); return fcn === 'no' ? shim.error('no!') : shim.success(Buffer.from(fcn)); },
});`;
    const peer = peerOf({ 'package.json': '{"main":"cc.js","scripts":{"start":"node cc.js"}}', 'cc.js': source });
    expect(payloadText(call(peer, 'hello'))).toBe('hello');
    expect(call(peer, 'no')).toMatchObject({ status: 500, message: 'no!' });
  });

  it('helpers of the well-known samples, without an npm install', () => {
    const peer = contract(
      'async f() { return stringify(sortKeysRecursive({ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: 2 })); }',
      "const stringify = require('json-stringify-deterministic'); const sortKeysRecursive = require('sort-keys-recursive');",
    );
    expect(payloadText(call(peer, 'f'))).toBe('{"a":2,"b":{"c":[{"y":2,"z":1}],"d":1}}');
  });

  it('metadata of the contract is what the contract API makes of it', () => {
    const peer = contract('async f(ctx, one, two) { return one + two; }');
    const metadata = JSON.parse(payloadText(call(peer, 'org.hyperledger.fabric:GetMetadata'))) as {
      contracts: Record<string, { transactions: { name: string; parameters?: { name: string }[] }[] }>;
    };
    const transactions = metadata.contracts['Bad']?.transactions ?? [];
    expect(transactions.map(({ name, parameters = [] }) => [name, parameters.map((p) => p.name)])).toEqual([
      ['good', []],
      ['f', ['arg0', 'arg1']],
    ]);
  });

  it('console goes to the log of the chaincode', () => {
    const peer = contract("async f() { console.log('seen %s', 'this', { a: [1, 'x'] }, Buffer.from('hi')); }");
    call(peer, 'f');
    expect(peer.log).toContain("seen this { a: [ 1, 'x' ] } <Buffer 68 69>");
  });

  it('local time is UTC, wherever the lab runs', () => {
    const peer = contract(
      "async f() { const d = new Date(2020, 0, 2, 3); return [d.toISOString(), d.getHours(), String(d), new Date('2020-01-02T03:00:00').getTime(), d instanceof Date].join('|'); }",
    );
    expect(payloadText(call(peer, 'f'))).toBe(
      '2020-01-02T03:00:00.000Z|3|Thu Jan 02 2020 03:00:00 GMT+0000 (Coordinated Universal Time)|1577934000000|true',
    );
  });

  it('the one service outside tells a rate, and no other host is there', () => {
    const ask = (address: string) =>
      call(contract(`async f() { const answer = await fetch('${address}'); return answer.text(); }`), 'f');
    const { rate } = JSON.parse(payloadText(ask('https://rates.example/usd'))) as { rate: number };
    expect(rate).toBeGreaterThan(1_000);
    expect(ask('https://www.example.com/').message).toContain('fetch failed');
    expect(ask('nowhere').message).toContain('Failed to parse URL from nowhere');
  });
});
