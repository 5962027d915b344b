/** From the edited files to a definition in force: what is asked, what will be done, what came of it. */
import { useId } from 'react';
import { refusalText } from '../../i18n/refusal-text.ts';
import { useText } from '../../i18n/text-context.tsx';
import { useLab, useLink } from '../../link/react/lab-context.tsx';
import { Busy } from '../../ui/Busy.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Command } from '../lab-types.ts';
import type { ContractWorkshopProps } from './workshop.ts';
import { deployCommands } from './deploy-plan.ts';
import { changesBetween } from './contract-folders.ts';
import { PeerChoice } from './PeerChoice.tsx';
import type { Contract } from './use-contracts.ts';
import { type Deployment, type DeployState, useDeploying, useDeployment } from './use-deployment.ts';

interface DeployPageProps extends ContractWorkshopProps {
  readonly contract: Contract;
  readonly onCall: (chaincode: string) => void;
}

export function DeployPage({ start, contract, onCall, onWatch }: DeployPageProps) {
  const t = useText();
  const lab = useLab();
  const topology = useLink((state) => state.recording?.topology);
  const deployment = useDeployment(contract, start.channel);
  const { state, deploy, stop } = useDeploying(contract);
  if (deployment === null || topology === undefined) return <p className="panel-empty">{t('panels.loading')}</p>;
  const { choice, committed } = deployment;
  const planned = deployCommands(
    topology,
    choice,
    contract.own === null ? { files: changesBetween(contract.known, contract.folder) } : { bytes: contract.own.bytes },
  );
  const busy = state.type === 'building' || state.type === 'giving';
  const shown = state.type === 'giving' || state.type === 'ended' ? state : null;
  return (
    <div className="contract__page contract__page--form">
      <form
        className="contract__form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void deploy(choice);
        }}
      >
        <DeployFields deployment={deployment} fixedLabel={contract.own !== null} />
        {lab.wouldFork() ? <Notice tone="warn">{t('shell.do.fork')}</Notice> : null}
        {planned.length === 0 ? <Notice tone="warn">{t('contract.deploy.nobody')}</Notice> : null}
        <Button
          type="submit"
          tone="primary"
          disabled={busy || planned.length === 0 || choice.peers.length === 0 || choice.definition.name === ''}
        >
          {t(committed === undefined ? 'contract.deploy.deploy' : 'contract.deploy.upgrade', {
            sequence: choice.definition.sequence,
          })}
        </Button>
        <Outcome {...{ state, onCall, onWatch, onStop: stop }} />
      </form>
      <Plan commands={shown?.commands ?? planned} given={shown?.given ?? 0} state={state} />
    </div>
  );
}

function DeployFields({ deployment, fixedLabel }: { readonly deployment: Deployment; readonly fixedLabel: boolean }) {
  const t = useText();
  const id = useId();
  const channels = useLink((state) => state.recording?.topology.channels);
  const { choice, committed, names, peers, change } = deployment;
  const { definition, channel } = choice;
  return (
    <>
      <p className="contract__lead">
        {committed === undefined
          ? t('contract.deploy.fresh', { name: definition.name, channel })
          : t('contract.deploy.now', {
              name: definition.name,
              channel,
              version: committed.version,
              sequence: committed.sequence,
            })}
      </p>
      <label htmlFor={`${id}-channel`}>{t('panels.channel')}</label>
      <select id={`${id}-channel`} value={channel} onChange={(event) => change({ channel: event.target.value })}>
        {channels?.map((one) => (
          <option key={one.id}>{one.id}</option>
        ))}
      </select>
      <label htmlFor={`${id}-name`}>{t('commands.param.definition.name')}</label>
      <input
        id={`${id}-name`}
        className="mono"
        list={`${id}-names`}
        value={definition.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <label htmlFor={`${id}-version`}>{t('commands.param.definition.version')}</label>
      <input
        id={`${id}-version`}
        className="mono"
        value={definition.version}
        onChange={(event) => change({ version: event.target.value })}
      />
      <span>{t('commands.param.label')}</span>
      <span className="mono">{fixedLabel ? t('contract.deploy.fixed', { label: choice.label }) : choice.label}</span>
      <label htmlFor={`${id}-policy`}>{t('commands.param.definition.signaturePolicy')}</label>
      <input
        id={`${id}-policy`}
        className="mono"
        value={definition.signaturePolicy ?? ''}
        placeholder={t('contract.deploy.channelPolicy')}
        onChange={(event) => change({ policy: event.target.value })}
      />
      <span id={`${id}-peers`}>{t('contract.deploy.peers')}</span>
      <PeerChoice
        labelledBy={`${id}-peers`}
        peers={peers}
        chosen={choice.peers}
        onChange={(chosen) => change({ peers: chosen })}
      />
    </>
  );
}

const targetOf = (command: Command): string => {
  if (command.type === 'installChaincode') return command.node;
  if ('label' in command && command.type !== 'approveChaincode') return command.label;
  return 'client' in command ? command.client : '';
};

interface PlanProps {
  readonly commands: readonly Command[];
  readonly given: number;
  readonly state: DeployState;
}

/** The steps in order, each with what has become of it. */
function Plan({ commands, given, state }: PlanProps) {
  const t = useText();
  const failed = state.type === 'ended' && state.failure !== null ? given - 1 : -1;
  const running = state.type === 'giving' ? given : -1;
  return (
    <section className="contract__plan">
      <h3>{t('contract.deploy.plan')}</h3>
      <ol>
        {commands.map((command, index) => {
          const became = index === failed ? 'failed' : index < given ? 'done' : index === running ? 'running' : null;
          return (
            <li key={index} data-became={became}>
              <span>
                {became === 'done' ? <Icon name="check" size={15} /> : null}
                {became === 'failed' ? <Icon name="cross" size={15} /> : null}
                {t(`commands.${command.type}`)}
              </span>
              <span className="mono">{targetOf(command)}</span>
              {became === null ? null : <span className="contract__became">{t(`panels.terminal.${became}`)}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

type OutcomeProps = Pick<DeployPageProps, 'onCall' | 'onWatch'> & {
  readonly state: DeployState;
  readonly onStop: () => void;
};

function Outcome({ state, onCall, onWatch, onStop }: OutcomeProps) {
  const t = useText();
  switch (state.type) {
    case 'idle':
      return null;
    case 'building':
      return <Busy text={t('contract.deploy.building')} stopLabel={t('shell.cancel')} onStop={onStop} />;
    case 'giving': {
      const count = state.commands.length;
      const share = { done: state.given, count };
      return <Busy text={t('contract.deploy.giving', { given: state.given, all: count })} share={share} />;
    }
    case 'noCompiler':
      return <Notice tone="bad">{t('contract.deploy.noCompiler')}</Notice>;
    case 'notBuilt':
      return <Notice tone="bad">{t('contract.deploy.notBuilt', { count: state.errors })}</Notice>;
    case 'refused':
      return <Notice tone="bad">{t('shell.do.refused', { text: refusalText(t, state.refusal) })}</Notice>;
    case 'ended': {
      const { failure, name, version, sequence, channel, at } = state;
      return (
        <div className="contract__outcome">
          {failure === null ? (
            <Notice tone="good">{t('contract.deploy.done', { name, version, sequence, channel })}</Notice>
          ) : (
            <Notice tone="bad">
              {t('contract.deploy.failed')}
              <pre>{failure}</pre>
            </Notice>
          )}
          <div className="contract__file-tools">
            {failure === null ? (
              <Button tone="primary" onClick={() => onCall(name)}>
                {t('contract.deploy.call')}
              </Button>
            ) : null}
            <Button icon="play" onClick={() => onWatch(at, null)}>
              {t('contract.watch')}
            </Button>
          </div>
        </div>
      );
    }
  }
}
