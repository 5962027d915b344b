/**
 * Three ordering services under the same load and the same troubles, in the order they came: Kafka of 2.x, Raft, and BFT
 * of 3.x. Each is a network of its own.
 */
import type { Scene } from '../scene.ts';
import { bftNetwork, bftSteps } from './bft.ts';
import { kafkaNetwork, kafkaSteps } from './kafka.ts';
import { raftNetwork, raftSteps } from './raft.ts';

export const scene: Scene = {
  id: 'ordering',
  day: 1,
  ...kafkaNetwork,
  steps: [...kafkaSteps, ...raftSteps, ...bftSteps],
  further: [
    { ...raftNetwork, from: 'raft' },
    { ...bftNetwork, from: 'bft' },
  ],
  offered: null,
};
