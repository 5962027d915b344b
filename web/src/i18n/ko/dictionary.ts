/** All texts in Korean, by area. */
import { approvals } from './approvals.ts';
import { branches } from './branches.ts';
import { charts } from './charts.ts';
import { commands } from './commands.ts';
import { compiler } from './compiler.ts';
import { contract } from './contract.ts';
import { errors } from './errors.ts';
import { explain } from './explain.ts';
import { exports } from './exports.ts';
import { facts } from './facts.ts';
import { faults } from './faults.ts';
import { inside } from './inside.ts';
import { things } from './inside-things.ts';
import { inspector } from './inspector.ts';
import { lesson } from './lesson.ts';
import { logs } from './logs.ts';
import { networkFiles } from './network-files.ts';
import { panels } from './panels.ts';
import { present } from './present.ts';
import { progress } from './progress.ts';
import { sandbox } from './sandbox.ts';
import { shell } from './shell.ts';
import { stage } from './stage.ts';
import { structures } from './structures.ts';
import { terminal } from './terminal.ts';

export const dictionary = {
  approvals,
  branches,
  charts,
  commands,
  compiler,
  contract,
  errors,
  explain,
  exports,
  facts,
  faults,
  inside,
  inspector,
  lesson,
  logs,
  networkFiles,
  panels,
  present,
  progress,
  sandbox,
  shell,
  stage,
  structures,
  terminal,
  things,
};
