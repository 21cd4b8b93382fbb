/** The steps that a form of their own takes each. */
export const takenMoves = ['evaluate', 'correct', 'analyse', 'verify', 'fail', 'close', 'reopen', 'drop'] as const;
export type TakenMove = (typeof takenMoves)[number];
