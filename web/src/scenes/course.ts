/** The course in its order: ids of all scenes by day. Titles stand in the dictionaries (`lesson.scene.<id>`). */
export const COURSE = [
  {
    day: 1,
    scenes: [
      'blockchain',
      'why-fabric',
      'nodes',
      'identities',
      'bring-up',
      'bring-up-today',
      'transaction-flow',
      'ordering',
      'gossip',
      'practice-bring-up',
    ],
  },
  {
    day: 2,
    scenes: [
      'software-system',
      'three-architectures',
      'server-development',
      'no-dbms',
      'locks-and-versions',
      'mvcc-conflict',
      'phantom-read',
      'mvcc-remedies',
    ],
  },
  {
    day: 3,
    scenes: [
      'chaincode',
      'namespaces',
      'system-chaincodes',
      'sdk',
      'key-design',
      'nondeterminism',
      'possible-but-dont',
      'lifecycle',
      'what-to-store',
      'sub-db',
      'practice-contract',
    ],
  },
] as const;

export type Day = (typeof COURSE)[number]['day'];
export type SceneId = (typeof COURSE)[number]['scenes'][number];

/** Where a visitor without an address begins. */
export const FIRST_SCENE: SceneId = 'transaction-flow';

export const isSceneId = (id: string): id is SceneId =>
  COURSE.some(({ scenes }) => (scenes as readonly string[]).includes(id));

export const dayOf = (id: SceneId): Day =>
  COURSE.find(({ scenes }) => (scenes as readonly string[]).includes(id))?.day ?? 1;
