/** All texts in English, by area. */
import { approvals } from './approvals.ts';
import { commands } from './commands.ts';
import { contract } from './contract.ts';
import { errors } from './errors.ts';
import { explain } from './explain.ts';
import { exports } from './exports.ts';
import { facts } from './facts.ts';
import { inspector } from './inspector.ts';
import { lesson } from './lesson.ts';
import { panels } from './panels.ts';
import { shell } from './shell.ts';
import { stage } from './stage.ts';

export const dictionary = {
  approvals,
  commands,
  contract,
  errors,
  explain,
  exports,
  facts,
  inspector,
  lesson,
  panels,
  shell,
  stage,
};
