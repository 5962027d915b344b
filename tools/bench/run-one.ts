/** Runs one benchmark in this process and prints its figures as JSON; `main.ts` starts it, so that no benchmark sees another's heap. */
import { benchmarks } from './benchmarks.ts';

const [name] = process.argv.slice(2);
const benchmark = benchmarks.find((candidate) => candidate.name === name);
if (!benchmark) throw new Error(`no benchmark named ${String(name)}`);
const figures = await benchmark.run();
console.log(JSON.stringify(figures));
