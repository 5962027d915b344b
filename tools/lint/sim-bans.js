/**
 * What the simulation must not touch, because the same recording has to give the same world on every machine: clocks,
 * dice, promises, locale, and mathematics whose last digit differs between engines. A list for ESLint's own rules.
 */

const CLOCK = 'The simulation has virtual time only';
const DICE = 'The kernel draws, from a stream with a label; roles draw nothing';
const PROMISE = 'The simulation is synchronous: a promise would let the engine choose the order';
const WORLD = 'The simulation knows neither page nor process';
const LOCALE = "The reader's locale must not change the outcome";

const global = (message, names) => names.map((name) => ({ name, message }));

export const globals = [
  ...global(CLOCK, [
    'Date',
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'clearTimeout',
    'clearInterval',
    'requestAnimationFrame',
  ]),
  ...global(PROMISE, ['Promise', 'queueMicrotask']),
  ...global(WORLD, [
    'fetch',
    'console',
    'process',
    'Buffer',
    'window',
    'document',
    'self',
    'globalThis',
    'crypto',
    'TextEncoder',
    'TextDecoder',
  ]),
  ...global(LOCALE, ['Intl']),
  ...global('When it runs is the collector’s choice', ['WeakRef', 'FinalizationRegistry']),
];

const INEXACT = [
  'acos',
  'acosh',
  'asin',
  'asinh',
  'atan',
  'atan2',
  'atanh',
  'cbrt',
  'cos',
  'cosh',
  'exp',
  'expm1',
  'hypot',
  'log',
  'log10',
  'log1p',
  'log2',
  'pow',
  'sin',
  'sinh',
  'tan',
  'tanh',
];

export const properties = [
  { object: 'Math', property: 'random', message: DICE },
  ...INEXACT.map((property) => ({ object: 'Math', property, message: 'Engines differ in the last digit' })),
  ...[
    'localeCompare',
    'toLocaleString',
    'toLocaleLowerCase',
    'toLocaleUpperCase',
    'toLocaleDateString',
    'toLocaleTimeString',
  ].map((property) => ({ property, message: LOCALE })),
];

export const syntax = [
  { selector: ':function[async=true]', message: PROMISE },
  { selector: 'AwaitExpression, ForOfStatement[await=true]', message: PROMISE },
  { selector: 'ForInStatement', message: 'Its order depends on the engine: walk an array or a map' },
  {
    selector: "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']",
    message: 'Engines differ in the last digit: multiply, or shift',
  },
];

/** The rows of `syntax` and `globals` the host loop is let off: loading WebAssembly is a promise. Nothing else is. */
export const isPromiseBan = ({ message }) => message === PROMISE;
