export { backup } from './backup.ts';
export { catalogue } from './catalogue.ts';
export { say, usage } from './console.ts';
export { demo } from './demo.ts';
export { migrate } from './migrate.ts';
export { restore } from './restore.ts';
export { type Check, checks, selfcheck } from './selfcheck.ts';
export { user } from './user.ts';
export { verify } from './verify.ts';
