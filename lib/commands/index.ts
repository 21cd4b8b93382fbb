export { backup } from './backup.ts';
export { say, usage } from './console.ts';
export { definitions } from './definitions.ts';
export { demo } from './demo.ts';
export { migrate } from './migrate.ts';
export { restore } from './restore.ts';
export { type Check, checks, selfcheck } from './selfcheck.ts';
export { user } from './user.ts';
export { verify } from './verify.ts';
