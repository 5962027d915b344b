/** Inside a ZooKeeper server: its place in the ensemble, who is connected, and the tree everybody watches. */
import { useText } from '../../i18n/text-context.tsx';
import { useTrace } from '../../link/react/lab-context.tsx';
import { clipped } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import { shortNames } from '../../view/network.ts';
import type { NodeInsideProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import '../orderer/orderer.css';

export function ZooKeeperInside({ info }: NodeInsideProps) {
  const t = useText();
  const [inside, note] = useInsideOf('zookeeper', info.id);
  const trace = useTrace();
  if (inside === null) return <p role="status">{note}</p>;
  const nameOf = trace === null ? (name: string) => name : shortNames(trace.topology);
  const { up, role, leader, epoch, zxid, connections, znodes } = inside;
  return (
    <div className="inside-parts is-tree">
      <Status>{up ? t(`stage.ensemble.${role}`) : t('inside.down')}</Status>
      <section className="inside-sheet" aria-labelledby="inside-ensemble">
        <header>
          <h3 id="inside-ensemble">{t('inside.zookeeper.ensemble')}</h3>
        </header>
        <dl className="inside-facts">
          <dt>{t('inside.raft.leader')}</dt>
          <dd>{leader === null ? t('inside.raft.unknown') : nameOf(leader)}</dd>
          <dt>{t('inside.zookeeper.epoch')}</dt>
          <dd>{epoch}</dd>
          <dt>{t('inside.zookeeper.zxid')}</dt>
          <dd className="mono">{zxid}</dd>
        </dl>
        <h4>{t('inside.zookeeper.connections')}</h4>
        {connections.length === 0 ? <p className="inside-note">{t('inside.zookeeper.nobody')}</p> : null}
        <ul className="inside-list">
          {connections.map(({ node, session }) => (
            <li key={node}>
              {nameOf(node)} <span className="mono">{session}</span>
            </li>
          ))}
        </ul>
      </section>
      <div className="inside-sheet">
        <header>
          <h3 id="inside-znodes">{t('inside.zookeeper.tree')}</h3>
          <small>{t('inside.zookeeper.treeAbout')}</small>
        </header>
        {/* The tree is longer than a screen, and nothing else in it takes the focus. */}
        <div role="region" aria-labelledby="inside-znodes" tabIndex={0}>
          <table className="inside-table">
            <tbody>
              {znodes.map(({ path, data, ephemeral }) => (
                <tr key={path}>
                  <th scope="row" className="mono">
                    {path} {ephemeral ? <Badge tone="warn">{t('inside.zookeeper.ephemeral')}</Badge> : null}
                  </th>
                  <td className="mono">{clipped(data, 120)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </div>
  );
}
