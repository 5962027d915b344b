/** What the compiler says of the whole contract, each at its place. */
import { useText } from '../../i18n/text-context.tsx';
import type { ContractProblem } from '../../contracts/compile-contract.ts';
import { compilerWords } from './compiler-words.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Check } from './use-problems.ts';

/** In plain words where the lab has some; the compiler's own are what one looks up. */
function Words({ problem }: { readonly problem: ContractProblem }) {
  const words = compilerWords(useText(), problem);
  if (words === null) return <span>{problem.message}</span>;
  const original = `TS${String(problem.code)}: ${problem.message}`;
  return (
    <span>
      {words}
      <small lang="en">{original}</small>
    </span>
  );
}

interface ProblemsProps {
  readonly check: Check;
  readonly onGo: (problem: ContractProblem) => void;
}

export function Problems({ check, onGo }: ProblemsProps) {
  const t = useText();
  const { status, problems } = check;
  const summary =
    status === 'failed'
      ? t('contract.compiler.failed')
      : status === 'stopped'
        ? t('contract.compiler.stopped')
        : status === 'checking'
          ? t('contract.compiler.checking')
          : problems.length === 0
            ? t('contract.problems.none')
            : t('contract.problems.count', { count: problems.length });
  return (
    <section className="contract__problems" aria-label={t('contract.problems')}>
      <p role="status" className={status === 'ready' && problems.length === 0 ? 'contract__good' : ''}>
        {summary}
      </p>
      {problems.length === 0 ? null : (
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.file} ${problem.line} ${problem.column} ${problem.message}`}>
              <button type="button" onClick={() => onGo(problem)}>
                <span className={`contract__sign contract__sign--${problem.severity}`}>
                  <Icon name={problem.severity === 'error' ? 'cross' : 'warning'} size={15} />
                  {t(`contract.problem.${problem.severity}`)}
                </span>
                <span className="mono">{t('contract.problem.at', { file: problem.file, line: problem.line })}</span>
                <Words problem={problem} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
