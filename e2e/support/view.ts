/** What a view of the lab is to tests that go through all of them. */
import { expect, type Locator } from '@playwright/test';
import type { Lab } from './lab.ts';

export interface View {
  readonly name: string;
  /** The part of the page that is new. */
  readonly part: string;
  readonly open: (lab: Lab) => Promise<void>;
  readonly close?: (lab: Lab) => Promise<void>;
}

export const LOADING_MILLIS = 20_000;

export const there = (part: Locator): Promise<void> => expect(part.first()).toBeVisible({ timeout: LOADING_MILLIS });
