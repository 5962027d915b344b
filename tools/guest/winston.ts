/**
 * The logger the shim builds its own on: runs the shim's format and writes the line to the chaincode's log.
 *
 * @simplified levels and the formats the shim combines, nothing else; no colour codes.
 */
import { TIME_OF_LOG } from '../../web/src/sim/chaincode/log-time.ts';
import { log } from './outbox.ts';

const LEVELS = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'];
const SPLAT = Symbol.for('splat');

interface Info {
  readonly level: string;
  readonly message: string;
  readonly timestamp: string;
  readonly [SPLAT]?: readonly unknown[];
}
type Format = (info: Info) => string | undefined;

const nothing = (): Format => () => undefined;

export const format = {
  combine:
    (...formats: readonly Format[]): Format =>
    (info) =>
      formats.reduce<string | undefined>((text, one) => one(info) ?? text, undefined),
  timestamp: nothing,
  metadata: nothing,
  colorize: nothing,
  padLevels: nothing,
  printf: (print: (info: Info) => string): Format => print,
};

class Console {
  readonly name = 'console';
}
export const transports = { Console };

/** `createLogger` is called with `new` by the shim. */
export function createLogger(options: { level: string; format: Format }): object {
  const logger: Record<string, unknown> = { level: options.level };
  const write = (level: string, message: unknown, rest: readonly unknown[]): void => {
    const rank = LEVELS.indexOf(level);
    if (rank < 0 || rank > LEVELS.indexOf(String(logger['level']))) return;
    const text = typeof message === 'object' && message !== null && 'message' in message ? message.message : message;
    const info = {
      level: level.padEnd(5),
      message: ` ${String(text)}`.slice(1),
      // The host puts the time in: a line of log is no reason to have looked at the clock.
      timestamp: TIME_OF_LOG,
      ...(rest.length > 0 && { [SPLAT]: rest }),
    };
    log((options.format(info) ?? info.message).trimEnd());
  };
  for (const level of LEVELS) {
    logger[level] = (message: unknown, ...rest: unknown[]) => write(level, message, rest);
  }
  // `debug` where somebody reads it, else nothing: see build-guest.
  Object.defineProperty(logger, 'whenDebugging', {
    get: () => (LEVELS.indexOf(String(logger['level'])) < LEVELS.indexOf('debug') ? undefined : logger['debug']),
  });
  logger['log'] = (level: string, message: unknown, ...rest: unknown[]) => write(level, message, rest);
  return logger;
}

export default { createLogger, format, transports };
