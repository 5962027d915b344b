import { describe, expect, it } from 'vitest';
import { isBlockStep, isErrorStep, StepIndex } from './steps.ts';
import { CLIENT, ORDERER, PEER1, PEER2, TRANSACTION, trace } from './testdata/trace.ts';

const stepsOf = (entries: ReturnType<typeof trace>): StepIndex => {
  const index = new StepIndex();
  index.update(entries, 0);
  return index;
};

describe('meaningful steps', () => {
  const steps = stepsOf(trace(TRANSACTION));

  it('walk forward through the transaction as one would tell it', () => {
    const told: string[] = [];
    for (let step = steps.next(99_000); step !== null; step = steps.next(step.at))
      told.push(`${step.at / 1_000} ${step.type}`);
    expect(told).toEqual([
      '100 proposalCreated',
      '125 simulationStarted',
      '131 endorsementSigned',
      '150 endorsementCollected',
      '160 endorsementCollected',
      '161 envelopeAssembled',
      '180 envelopeQueued',
      '2180 blockCut',
      '2185 blockWritten',
      '2205 blockReceived',
      '2215 blockCommitted',
      '2240 commitStatusReceived',
    ]);
  });

  it('walk back through the same moments', () => {
    const forward: number[] = [];
    for (let step = steps.next(-1); step !== null; step = steps.next(step.at)) forward.push(step.at);
    const back: number[] = [];
    for (let step = steps.previous(9_999_999); step !== null; step = steps.previous(step.at)) back.push(step.at);
    expect(back.reverse()).toEqual(forward);
  });

  it('find the next block and the next error', () => {
    expect(steps.next(0, isBlockStep)).toMatchObject({ at: 2_180_000, type: 'blockCut' });
    expect(steps.next(0, isErrorStep)).toMatchObject({ at: 2_215_000, type: 'blockCommitted' });
    expect(steps.next(2_240_000, isErrorStep)).toBeNull();
  });

  it('make one step of what several nodes say within a moment, complete with the last of them', () => {
    const received = (millis: number, node: string) =>
      [millis, node, { type: 'blockReceived', channel: 'c', number: 5, from: ORDERER, via: 'deliver' }] as const;
    const index = stepsOf(
      trace([received(10, PEER1), [14, CLIENT, { type: 'nodeCrashed' }], received(18, PEER2), received(90, ORDERER)]),
    );
    expect(index.all.map(({ at, type }) => [at, type])).toEqual([
      [14_000, 'nodeCrashed'],
      [18_000, 'blockReceived'],
      [90_000, 'blockReceived'],
    ]);
  });

  it('grow frame by frame to what the whole trace gives, and follow a fork', () => {
    const entries = trace(TRANSACTION);
    const index = new StepIndex();
    for (let count = 1; count <= entries.length; count += 2)
      index.update(entries.slice(0, count), Math.max(0, count - 2));
    index.update(entries, 0);
    expect(index.all).toEqual(steps.all);
    index.update(entries.slice(0, 14), 13);
    expect(index.all).toEqual(stepsOf(entries.slice(0, 14)).all);
  });
});
