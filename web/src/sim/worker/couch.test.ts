/** A whole network whose peers keep their state in CouchDB: what can be asked, and what is not asked again. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSimulationParts } from '../../../../tools/node-lab.ts';
import { CHANNEL, deploy, ORG1, ORG2, TWO_ORGS, TWO_ORGS_JOINED } from '../../scenes/networks.ts';
import { invariant } from '../kernel/result.ts';
import type { Command, CommandOf } from '../protocol/commands.ts';
import type { Recording } from '../protocol/recording.ts';
import type { Topology } from '../protocol/topology-spec.ts';
import { inspect } from './inspect.ts';
import { runUntilSettled } from './settle.ts';
import type { Simulation } from './simulation.ts';
import { type SimulationParts } from './simulation.ts';
import { begin, facts, give } from './test-simulation.ts';

const COUCH: Topology = { ...TWO_ORGS, stateDatabase: 'CouchDB' };

let parts: SimulationParts;
let ready: Simulation;
const fresh = (): Simulation => ready.forkAt(ready.now);

const call = (functionName: string, ...args: readonly string[]) => ({
  client: ORG1.client,
  identity: 'User1',
  channel: CHANNEL,
  chaincode: 'library',
  function: functionName,
  args,
  transient: {},
});
const submit = (functionName: string, ...args: readonly string[]): CommandOf<'submitTransaction'> => ({
  type: 'submitTransaction',
  ...call(functionName, ...args),
  endorsers: null,
});

function start(topology: Topology, then: readonly Command[], contracts: Recording['contracts'] = {}): Simulation {
  return begin({ generation: '3.x', seed: 'couch', topology, contracts }, parts, ...TWO_ORGS_JOINED, ...then);
}

beforeAll(async () => {
  parts = await loadSimulationParts();
  ready = start(COUCH, [...deploy('library'), submit('InitLedger')]);
}, 60_000);

/** What the contract answered, and what the peer had to say. */
function ask(functionName: string, ...args: readonly string[]) {
  const simulation = fresh();
  const from = simulation.entries.length;
  give(simulation, { type: 'evaluateTransaction', ...call(functionName, ...args), peer: ORG1.peer0 });
  const [finished] = facts(simulation, 'simulationFinished', from);
  invariant(finished, 'the peer simulated the call');
  return { finished, warned: facts(simulation, 'richQueryWarned', from) };
}

const answerOf = (functionName: string, ...args: readonly string[]): unknown =>
  JSON.parse(ask(functionName, ...args).finished.payload);

describe('a peer', () => {
  it('makes the indexes of a package when its definition is committed, or when it is installed later', () => {
    const created = (simulation: Simulation) =>
      simulation.entries.flatMap(({ node, fact }) => (fact.type === 'couchIndexCreated' ? [{ node, ...fact }] : []));
    const index = {
      chaincode: 'library',
      file: 'author.json',
      designDocument: '_design/authorDoc',
      fields: ['author', 'year'],
    };
    const inTurn = (nodes: readonly string[]) => nodes.map((node) => ({ node, ...index }));
    expect(
      created(ready)
        .map(({ node }) => node)
        .sort(),
    ).toEqual([ORG1.peer0, ORG2.peer0]);
    const simulation = fresh();
    const from = created(simulation).length;
    give(simulation, { type: 'installChaincode', client: ORG1.client, node: ORG1.peer1, label: 'library_1.0' });
    expect(created(simulation).slice(from)).toMatchObject(inTurn([ORG1.peer1]));
  });

  it('runs a chaincode without the indexes it cannot make', () => {
    const folder = 'META-INF/statedb/couchdb';
    const library = {
      ...parts.builtInContracts['library'],
      [`${folder}/collections/ghost/indexes/x.json`]: '{"index":{"fields":["x"]}}',
      [`${folder}/indexes/mixed.json`]: '{"index":{"fields":["a",{"b":"desc"}]}}',
    };
    const simulation = start(COUCH, [...deploy('library'), submit('InitLedger')], { library });
    const refused = simulation.entries.flatMap(({ node, fact }) =>
      node === ORG1.peer0 && fact.type === 'couchIndexRefused' ? [[fact.file, fact.text]] : [],
    );
    expect(refused).toEqual([
      ['x.json', 'cannot create an index for an undefined collection=[ghost]'],
      ['mixed.json', 'Sorts currently only support a single direction for all fields.'],
    ]);
    expect(facts(simulation, 'commitStatusReceived').map(({ code }) => code)).toContain('VALID');
  });

  it('never gets a package with a bad definition: it is not packaged', () => {
    const file = 'META-INF/statedb/couchdb/indexes/year.json';
    const library = { ...parts.builtInContracts['library'], [file]: '{"index":{"fields":"year"}}' };
    const [packaging] = deploy('library');
    invariant(packaging, 'deploying begins with a package');
    const simulation = start(COUCH, [packaging], { library });
    expect(facts(simulation, 'chaincodePackaged')).toEqual([]);
    expect(facts(simulation, 'commandFailed')[0]?.text).toContain(
      `Index metadata file [${file}] is not a valid index definition: Expecting a JSON array of fields`,
    );
  });

  it('shows where its state is and what it is indexed by', () => {
    const looked = inspect(ready, { type: 'node', node: ORG1.peer0 });
    invariant(looked.ok, 'the node is there');
    expect(looked.value.json).toMatchObject({
      stateDatabase: 'CouchDB',
      ledgers: [
        {
          databases: [
            {
              database: 'mychannel_library',
              indexes: [{ designDocument: '_design/authorDoc', name: 'author', fields: ['author', 'year'] }],
            },
          ],
        },
      ],
    });
  });
});

describe('a rich query', () => {
  it('an index covers raises no warning', () => {
    const { finished, warned } = ask('QueryBooks', '{"selector":{"author":"Austen","year":{"$gt":1814}}}');
    const books = JSON.parse(finished.payload) as readonly { readonly title: string }[];
    expect(books.map(({ title }) => title)).toEqual(['Emma', 'Persuasion']);
    expect(warned).toEqual([]);
    expect(finished.rwset.reads.filter(({ namespace }) => namespace === 'library').map(({ key }) => key)).toEqual([
      'book2',
      'book4',
    ]);
    expect(finished.rwset.ranges, 'the read set has the keys that came back, not the question').toEqual([]);
    expect(finished.rwset.richQueries).toEqual([
      { namespace: 'library', query: '{"selector":{"author":"Austen","year":{"$gt":1814}}}', results: 2 },
    ]);
  });

  it('no index covers is answered with a warning in the log of the peer', () => {
    const { finished, warned } = ask('QueryBooks', '{"selector":{"title":"Emma"}}');
    expect(JSON.parse(finished.payload)).toHaveLength(1);
    expect(warned).toMatchObject([
      {
        chaincode: 'library',
        query: '{"limit":1000,"selector":{"title":"Emma"}}',
        warning: 'No matching index found, create an index to optimize query time.',
      },
    ]);
  });

  it('gives the fields asked for, in the order asked for, whatever limit it names', () => {
    const query =
      '{"selector":{"author":"Austen"},"sort":[{"author":"desc"},{"year":"desc"}],"fields":["year"],"limit":1}';
    expect(answerOf('QueryBooks', query)).toEqual([{ year: 1817 }, { year: 1815 }, { year: 1813 }]);
  });

  it('cannot be sorted by what no index covers', () => {
    const { finished } = ask('QueryBooks', '{"selector":{},"sort":["title"]}');
    expect(finished.status).toBe(500);
    expect(finished.message).toContain('Reason:No index exists for this sort, try indexing by the sort fields.');
  });

  it('comes in pages', () => {
    const query = '{"selector":{"author":"Austen"}}';
    const first = answerOf('QueryBooksPage', query, '2', '') as { readonly bookmark: string };
    expect(first).toMatchObject({ books: [{ id: 'book1' }, { id: 'book2' }], count: 2 });
    expect(answerOf('QueryBooksPage', query, '2', first.bookmark)).toMatchObject({
      books: [{ id: 'book4' }],
      count: 1,
    });
  });
});

describe('a result that is no longer true', () => {
  /** Somebody adds a book by Austen after the count was simulated, and before it is validated. */
  function countWhileAdding(count: string) {
    const simulation = fresh();
    const from = simulation.entries.length;
    const begun = [submit('AddBook', 'book5', 'Mansfield Park', 'Austen', '1814'), submit(count, 'Austen')].map(
      (command) => {
        const performed = simulation.perform(command);
        invariant(performed.ok, 'a transaction can be submitted');
        return performed.value;
      },
    );
    for (const command of begun) runUntilSettled(simulation, command);
    const codes = facts(simulation, 'blockValidated', from).flatMap(({ verdicts }) => verdicts.map(({ code }) => code));
    give(simulation, {
      type: 'evaluateTransaction',
      ...call('QueryBooks', '{"selector":{"count":{"$gt":0}}}'),
      peer: ORG1.peer0,
    });
    const counted = facts(simulation, 'simulationFinished', from).at(-1)?.payload;
    return { codes: [...new Set(codes)], counted };
  }

  it('goes unnoticed when it came from a rich query: the wrong number is written', () => {
    expect(countWhileAdding('CountByQuery')).toEqual({ codes: ['VALID'], counted: '[{"count":3}]' });
  });

  it('is noticed when it came from a range', () => {
    expect(countWhileAdding('CountByRange')).toEqual({ codes: ['VALID', 'PHANTOM_READ_CONFLICT'], counted: '[]' });
  });
});

describe('what CouchDB does not take', () => {
  const ONE_IS_ENOUGH = deploy('library').map((command): Command => {
    if (!('definition' in command)) return command;
    const signaturePolicy = "OR('Org1MSP.peer','Org2MSP.peer')";
    return { ...command, definition: { ...command.definition, signaturePolicy } };
  });

  it('is refused while the chaincode runs', () => {
    const { finished } = ask('PutText', '_key', 'x');
    expect(finished.message).toContain('invalid key [_key], cannot begin with "_"');
  });

  it.each([
    ['_key', 'x', 'invalid key [_key], cannot begin with "_"'],
    ['key', '{"_rev":"1"}', 'field [_rev] is not valid for the CouchDB state database'],
  ])('%s = %s splits a channel on which not every peer has it', (key, value, text) => {
    const [org1, org2] = TWO_ORGS.peerOrgs;
    invariant(org1 && org2, 'two organisations');
    const topology: Topology = { ...TWO_ORGS, peerOrgs: [org1, { ...org2, stateDatabase: 'CouchDB' }] };
    const simulation = start(topology, ONE_IS_ENOUGH);
    const from = simulation.entries.length;
    give(simulation, { ...submit('PutText', key, value), endorsers: [ORG1.peer0] });
    simulation.runUntil(simulation.now + 5_000_000);
    const verdictOn = (peer: string) =>
      simulation.entries
        .slice(from)
        .flatMap(({ node, fact }) => (node === peer && fact.type === 'blockValidated' ? fact.verdicts : []));
    expect(verdictOn(ORG1.peer0)).toMatchObject([{ code: 'VALID' }]);
    expect(verdictOn(ORG2.peer0)).toMatchObject([{ code: 'INVALID_WRITESET', because: { type: 'text', text } }]);
    const hashes = facts(simulation, 'blockCommitted', from).map(({ commitHash }) => commitHash);
    expect(new Set(hashes).size, 'from here on their commit hashes differ').toBe(2);
  });
});
