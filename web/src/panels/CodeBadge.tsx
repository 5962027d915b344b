/** A validation code as a badge: its name, its tone, a sign for those who do not see colours. */
import { Badge } from '../ui/Badge.tsx';
import { isGoodCode } from './figures.ts';

const SIGNS = { good: '✓', bad: '✗' } as const;

export function CodeBadge({ code }: { readonly code: string }) {
  const tone = isGoodCode(code) ? 'good' : 'bad';
  return (
    <Badge tone={tone}>
      <span aria-hidden="true">{SIGNS[tone]}</span>
      <span className="mono">{code}</span>
    </Badge>
  );
}
