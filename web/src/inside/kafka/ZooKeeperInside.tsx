/** Inside a ZooKeeper server: its place in the ensemble, who is connected, and the tree everybody watches. */
import { useText } from '../../i18n/text-context.tsx';
import { clipped } from '../../panels/figures.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { NodeInsideProps } from '../place-props.ts';
import { Status } from '../status-slot.tsx';
import { useInsideOf } from '../use-inside-of.ts';
import '../orderer/orderer.css';

export function ZooKeeperInside({ info }: NodeInsideProps) {
  const t = useText();
  const [inside, note] = useInsideOf('zookeeper', info.id);
  if (inside === null) return <p role="status">{note}</p>;
  const { up, role, leader, epoch, zxid, connections, znodes } = inside;
  return (
    <div className="inside-parts">
      <Status>{up ? t(`stage.ensemble.${role}`) : t('inside.down')}</Status>
      <section className="inside-sheet" aria-labelledby="inside-ensemble">
        <header>
          <h3 id="inside-ensemble">{t('inside.zookeeper.ensemble')}</h3>
        </header>
        <dl className="inside-facts">
          <dt>{t('inside.raft.leader')}</dt>
          <dd>{leader ?? t('inside.raft.unknown')}</dd>
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
              {node} <span className="mono">{session}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="inside-sheet" aria-labelledby="inside-znodes">
        <header>
          <h3 id="inside-znodes">{t('inside.zookeeper.tree')}</h3>
          <small>{t('inside.zookeeper.treeAbout')}</small>
        </header>
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
      </section>
    </div>
  );
}
