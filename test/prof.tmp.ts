import { freshDatabase } from './support/engines.ts';
import { openScene } from './bench/scene.ts';
import { writes } from './bench/writes.ts';
import { row } from './bench/measure.ts';
const s = await openScene(await freshDatabase('sqlite'));
await writes(s, undefined, (l)=>console.log(row(l)));
await s.close(); process.exit(0);
