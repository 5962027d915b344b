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

/** Scenes that can be laid side by side. The first of each row says how, as `beside` in its `scene.ts`. */
export const SIDE_BY_SIDE: readonly (readonly [SceneId, SceneId])[] = [['bring-up', 'bring-up-today']];

/** The scene that `id` can be laid beside; null when there is none. */
export function sceneBeside(id: string): SceneId | null {
  for (const [one, other] of SIDE_BY_SIDE) {
    if (one === id) return other;
    if (other === id) return one;
  }
  return null;
}

/** Where a visitor without an address begins. */
export const FIRST_SCENE: SceneId = 'transaction-flow';

export const isSceneId = (id: string): id is SceneId =>
  COURSE.some(({ scenes }) => (scenes as readonly string[]).includes(id));

export const dayOf = (id: SceneId): Day =>
  COURSE.find(({ scenes }) => (scenes as readonly string[]).includes(id))?.day ?? 1;
