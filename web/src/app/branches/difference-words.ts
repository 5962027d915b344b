/** A difference between two branches in words: what differs, and how it is on the left and on the right. */
import type { Translate } from '../../i18n/translate.ts';
import { clipped, shortHash } from '../../panels/figures.ts';
import { messageWord } from '../../panels/message-words.ts';
import { commandWords } from '../../panels/transport/branch-words.ts';
import { shortNames } from '../../view/network.ts';
import type { ComparedBranch, Difference } from './branch-differences.ts';

export interface DifferenceWords {
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

const LONGEST_VALUE = 60;

type Topology = ComparedBranch['recording']['topology'];

export function differenceWords(t: Translate, difference: Difference, topology: Topology): DifferenceWords {
  const nameOf = shortNames(topology);
  const none = t('branches.nothing');
  const sided = (what: string, side: 0 | 1, mark: string): DifferenceWords => ({
    what,
    left: side === 0 ? mark : none,
    right: side === 1 ? mark : none,
  });
  const value = (text: string | null): string => (text === null ? none : clipped(text, LONGEST_VALUE));
  switch (difference.type) {
    case 'command':
      return sided(commandWords(t, difference.command, topology), difference.side, '✓');
    case 'messages': {
      const { from, to, side, count } = difference;
      return sided(
        `${messageWord(t, difference)} · ${nameOf(from)} → ${nameOf(to)}`,
        side,
        t('branches.times', { count }),
      );
    }
    case 'code': {
      const code = (one: string | null): string => one ?? t('branches.notJudged');
      const what = `${difference.function} ${shortHash(difference.txid)}`.trim();
      return { what, left: code(difference.left), right: code(difference.right) };
    }
    case 'height': {
      const height = (count: number | null): string => t('branches.blocks', { count: count ?? 0 });
      const what = `${nameOf(difference.node)} · ${difference.channel}`;
      return { what, left: height(difference.left), right: height(difference.right) };
    }
    case 'state': {
      const what = `${difference.namespace} · ${difference.key}`;
      return { what, left: value(difference.left), right: value(difference.right) };
    }
    case 'node': {
      const life = (one: 'absent' | 'up' | 'crashed' | null): string => t(`branches.life.${one ?? 'absent'}`);
      return { what: nameOf(difference.node), left: life(difference.left), right: life(difference.right) };
    }
  }
}
