/**
 * ZooKeeper's tree of small files as an immutable value: znodes with versions, and the sessions that own ephemeral ones.
 *
 * @fabric (none) Apache ZooKeeper, org.apache.zookeeper.server.DataTree
 * @simplified A tree is a flat map from path to znode: parents need not exist, and there are no access lists.
 */
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ActorId } from '../kernel/actor.ts';
import { Code, type Operation, Operation_Type, type Tree, type TreeSchema } from '../wire/gen/kafka/zookeeper_pb.ts';

/** Names a state of the tree: the leader's epoch, then how many changes that leader has made. */
export interface Zxid {
  readonly epoch: number;
  readonly counter: number;
}

export interface Znode {
  readonly data: string;
  /** How often the data was set. */
  readonly version: number;
  /** The session an ephemeral znode goes with; '' for one that stays. */
  readonly owner: string;
}

export interface ZnodeTree {
  readonly zxid: Zxid;
  readonly znodes: Readonly<Record<string, Znode>>;
  /** Who opened each session. */
  readonly sessions: Readonly<Record<string, ActorId>>;
}

export const EMPTY_TREE: ZnodeTree = { zxid: { epoch: 0, counter: 0 }, znodes: {}, sessions: {} };

/** Negative when `a` is older than `b`. */
export const compareZxid = (a: Zxid, b: Zxid): number => a.epoch - b.epoch || a.counter - b.counter;

export const isSameZxid = (a: Zxid, b: Zxid): boolean => compareZxid(a, b) === 0;

/** As ZooKeeper's tools print it. Also the id of a session that the change opened: no two are alike. */
export const printZxid = ({ epoch, counter }: Zxid): string =>
  `0x${epoch.toString(16)}${counter.toString(16).padStart(8, '0')}`;

/** Carries out `operation` for `client`; the tree keeps its content where the code is not OK. The result has `zxid`. */
export function applyOperation(
  tree: ZnodeTree,
  operation: Operation,
  client: ActorId,
  zxid: Zxid,
): { readonly tree: ZnodeTree; readonly code: Code } {
  const { type, path, data, session } = operation;
  const same = (code: Code) => ({ tree: { ...tree, zxid }, code });
  if (type === Operation_Type.OPEN_SESSION)
    return {
      tree: { ...tree, zxid, sessions: { ...tree.sessions, [printZxid(zxid)]: client } },
      code: Code.OK,
    };
  if (tree.sessions[session] === undefined) return same(Code.SESSION_EXPIRED);
  if (type === Operation_Type.CLOSE_SESSION) return { tree: withoutSession(tree, session, zxid), code: Code.OK };
  const known = tree.znodes[path];
  if (type === Operation_Type.CREATE) {
    if (known) return same(Code.NODE_EXISTS);
    return written(tree, path, { data, version: 0, owner: operation.ephemeral ? session : '' }, zxid);
  }
  if (!known) return same(Code.NO_NODE);
  if (known.version !== operation.version) return same(Code.BAD_VERSION);
  return written(tree, path, { ...known, data, version: known.version + 1 }, zxid);
}

const written = (tree: ZnodeTree, path: string, znode: Znode, zxid: Zxid) => ({
  tree: { ...tree, zxid, znodes: { ...tree.znodes, [path]: znode } },
  code: Code.OK,
});

function withoutSession(tree: ZnodeTree, session: string, zxid: Zxid): ZnodeTree {
  const { [session]: _closed, ...sessions } = tree.sessions;
  const kept = Object.entries(tree.znodes).filter(([, { owner }]) => owner !== session);
  return { zxid, sessions, znodes: Object.fromEntries(kept) };
}

/** As it travels, in the order of paths. */
export const encodeTree = ({ zxid, znodes, sessions }: ZnodeTree): MessageInitShape<typeof TreeSchema> => ({
  zxid,
  znodes: Object.keys(znodes)
    .sort()
    .flatMap((path) => {
      const znode = znodes[path];
      return znode ? [{ path, data: znode.data, version: znode.version, ephemeralOwner: znode.owner }] : [];
    }),
  sessions: Object.keys(sessions)
    .sort()
    .map((id) => ({ id, client: sessions[id] ?? '' })),
});

export const decodeTree = ({ zxid, znodes, sessions }: Tree): ZnodeTree => ({
  zxid: { epoch: zxid?.epoch ?? 0, counter: zxid?.counter ?? 0 },
  znodes: Object.fromEntries(
    znodes.map(({ path, data, version, ephemeralOwner }) => [path, { data, version, owner: ephemeralOwner }]),
  ),
  sessions: Object.fromEntries(sessions.map(({ id, client }) => [id, client])),
});
